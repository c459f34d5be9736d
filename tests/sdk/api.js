// A small API as express-oauth2-jwt-bearer's own documentation writes it. Prints {"port": N} when it listens.
// Settings: AUDIENCE and ISSUER_BASE_URL; NODE_EXTRA_CA_CERTS names the CA of the tenant.

const express = require("express");
const { auth } = require("express-oauth2-jwt-bearer");

const app = express();
app.use(auth({ audience: process.env.AUDIENCE, issuerBaseURL: process.env.ISSUER_BASE_URL }));

app.get("/items", (request, response) => {
  response.json({ sub: request.auth.payload.sub, scope: request.auth.payload.scope });
});

app.use((error, request, response, next) => {
  response.status(error.status ?? 500).json({ error: error.code ?? error.name, message: error.message });
});

const server = app.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ port: server.address().port }));
});
