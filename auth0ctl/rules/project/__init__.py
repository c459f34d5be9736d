"""Family AZ9: the app's own side, which no tenant can show: its settings (``evidence.project``) and its API's answers
(``evidence.call``). A cause that has its rule in another family is judged here under that rule."""

from auth0ctl.rules.project import answers, asking, parts, rejection, sdk, tenant, written

JUDGES = (
    *written.JUDGES,
    *sdk.JUDGES,
    *parts.JUDGES,
    *asking.JUDGES,
    *tenant.JUDGES,
    *rejection.JUDGES,
    *answers.JUDGES,
)
