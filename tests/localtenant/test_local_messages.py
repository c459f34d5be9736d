"""Requests and answers have the parts that Werkzeug finds in them, which the tenant's endpoints were written for."""

from io import BytesIO
from typing import Any

import pytest
from werkzeug import Request as Known
from werkzeug.test import Client, EnvironBuilder

from auth0ctl.localtenant.messages import MAX_BODY, Broken, Headers, Request, Response, TooLarge

QUERIES = ("", "a=1&b=2&a=3", "a=&b", "a=%C3%A9+b%20c", "a=%ff%fe", "%zz=1&&=2", "a=b=c;d=e", "a[]=1&a[]=2")


def environ(**given: Any) -> Any:
    return EnvironBuilder(**given).get_environ()


@pytest.mark.parametrize("query", QUERIES)
def test_query_and_form_are_read_as_werkzeug_reads_them(query: str) -> None:
    form = "application/x-www-form-urlencoded"
    given = {"method": "POST", "query_string": query, "data": query.replace("a", "c"), "content_type": form}
    ours, known = Request(environ(**given)), Known(environ(**given))
    for name in ("args", "form", "values"):
        found, expected = getattr(ours, name), getattr(known, name)
        assert list(found.items()) == list(expected.items()), name
        assert {key: found.getlist(key) for key in found} == dict(expected.lists()), name


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH"])
def test_values_hold_the_form_of_requests_that_have_one(method: str) -> None:
    given: Any = {"method": method, "query_string": "a=1", "data": {"a": "2", "b": "3"}}
    assert dict(Request(environ(**given)).values) == dict(Known(environ(**given)).values.items())


@pytest.mark.parametrize("path", ["/", "/oauth/token", "//two", "/caf%C3%A9", "/%ff", ""])
@pytest.mark.parametrize("base", ["http://127.0.0.1:18400", "https://localhost:443", "http://t.example:80", "http://x"])
def test_path_host_and_scheme(path: str, base: str) -> None:
    made = environ(path=path, base_url=base, headers={"Accept-Language": "de;q=0.5, en-US, *;q=0.1"})
    ours, known = Request(made), Known(made)
    for name in ("path", "method", "host", "host_url", "scheme", "is_secure", "remote_addr", "mimetype"):
        assert getattr(ours, name) == getattr(known, name), name
    assert ours.language == known.accept_languages.best == "en-US"


def test_without_a_host_header_the_server_is_named() -> None:
    made = environ(base_url="http://127.0.0.1:18400")
    del made["HTTP_HOST"]
    assert Request(made).host == Known(made).host == "127.0.0.1:18400"


def test_headers_and_cookies() -> None:
    made = environ(headers={"X-Two": "2", "Cookie": 'a=1; b="x y"; a=2'}, content_type="Text/Plain; charset=x")
    ours = Request(made)
    assert ours.headers.get("x-two") == "2"
    assert ours.headers.get("X-Three") is None
    assert ours.headers.get("X-Three", "") == ""
    assert "X-TWO" in ours.headers
    assert "X-Three" not in ours.headers
    assert ours.headers.get("Content-Type") == "Text/Plain; charset=x"
    assert ours.mimetype == "text/plain"
    assert ours.cookies == dict(Known(made).cookies.items()) == {"a": "1", "b": "x y"}
    assert Request(environ()).cookies == {}
    assert Request(environ()).language == ""


def test_a_form_with_files_has_its_fields() -> None:
    given: Any = {"method": "POST", "data": {"a": "é", "f": (BytesIO(b"content"), "f.json")}}
    assert dict(Request(environ(**given)).form) == {"a": "é"}


def test_a_form_that_is_no_utf_8_is_empty() -> None:
    given: Any = {"method": "POST", "data": b"a=\xff", "content_type": "application/x-www-form-urlencoded"}
    assert Request(environ(**given)).form == {}


def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert len(Request(environ(method="POST", data=b"x" * MAX_BODY)).get_data()) == MAX_BODY
    with pytest.raises(TooLarge):
        Request(environ(method="POST", data=b"x" * (MAX_BODY + 1))).get_data()
    unannounced = environ(method="POST", data=b"x" * (MAX_BODY + 1))
    del unannounced["CONTENT_LENGTH"]
    unannounced["wsgi.input_terminated"] = True
    with pytest.raises(TooLarge):
        Request(unannounced).get_data()
    read_before = environ(method="POST") | {"auth0ctl.body": b"x" * (MAX_BODY + 1)}
    with pytest.raises(TooLarge):
        Request(read_before).get_data()


def test_a_body_that_breaks_off_is_told_apart() -> None:
    short = environ(method="POST", data=b"abc") | {"CONTENT_LENGTH": "4"}
    with pytest.raises(Broken):
        Request(short).get_data()


@pytest.mark.parametrize("value", ["a\nb", "a\r\nSet-Cookie: x=1", "\r"])
def test_a_header_cannot_begin_another(value: str) -> None:
    headers = Headers()
    with pytest.raises(ValueError, match="line break"):
        headers["Location"] = value
    with pytest.raises(ValueError, match="line break"):
        headers.add("Location", value)
    assert headers.fields == []


def test_a_header_that_is_set_again_keeps_its_place() -> None:
    headers = Headers({"A": "1", "B": "2"})
    headers.add("a", "3")
    headers["a"] = "4"
    headers.extend({"C": "5"})
    headers.update({"b": "6"})
    assert headers.fields == [("a", "4"), ("b", "6"), ("C", "5")]


def test_an_answer_goes_out_whole() -> None:
    def app(_environ: Any, start_response: Any) -> Any:
        response = Response("é", status=404, headers=[("X-One", "1")])
        response.set_cookie("name", "a b", max_age=5, path="/", httponly=True, samesite="Lax")
        response.delete_cookie("old", path="/")
        return response(_environ, start_response)

    answer = Client(app).get("/")
    assert answer.status == "404 Not Found"
    assert answer.data == "é".encode()
    assert answer.headers["Content-Length"] == "2"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    kept, dropped = answer.headers.getlist("Set-Cookie")
    assert kept.startswith('name="a b"; Expires=')
    assert kept.endswith("Max-Age=5; HttpOnly; Path=/; SameSite=Lax")
    assert dropped.startswith("old=; Expires=Thu, 01 Jan 1970")
    head = Client(app).head("/")
    assert (head.data, head.headers["Content-Length"]) == (b"", "2")


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body_have_no_length(status: int) -> None:
    answer = Client(Response(b"never", status=status)).get("/")
    assert (answer.data, answer.status_code) == (b"", status)
    assert "Content-Length" not in answer.headers


def test_an_answer_in_pieces_has_no_length() -> None:
    answer = Client(Response(iter([b"a", b"b"]), content_type="text/plain")).get("/")
    assert answer.data == b"ab"
    assert "Content-Length" not in answer.headers
