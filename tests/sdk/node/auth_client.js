// The AuthClient of @auth0/auth0-auth-js, which npm auth0 7 names in place of its AuthenticationClient. Prints JSON.
// Settings: DOMAIN, CLIENT_ID, CLIENT_SECRET, AUDIENCE, CONNECTION, USER, PASSWORD; NODE_EXTRA_CA_CERTS names the CA.

const { AuthClient } = require("@auth0/auth0-auth-js");

const { DOMAIN: domain, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, AUDIENCE: audience } = process.env;
const { CONNECTION: realm, USER: username, PASSWORD: password } = process.env;
const auth = new AuthClient({
  domain,
  clientId,
  clientSecret,
  authorizationParams: { redirect_uri: "https://app.example.com/callback" },
});

const refused = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return [error.code, error.cause?.error, error.cause?.error_description];
  }
  return null;
};

const start = async () => {
  const { authorizationUrl, codeVerifier } = await auth.buildAuthorizationUrl({ pushedAuthorizationRequests: true });
  const machine = await auth.getTokenByClientCredentials({ audience });
  const scope = "openid profile email offline_access read:items";
  const login = await auth.getTokenByPassword({ username, password, realm, audience, scope });
  const refreshed = await auth.getTokenByRefreshToken({ refreshToken: login.refreshToken });
  const user = await auth.getUserInfo({ accessToken: login.accessToken });
  await auth.revokeToken({ token: login.refreshToken });
  const callback = new URL("https://app.example.com/callback?code=none");
  const said = {
    pushed: [[...authorizationUrl.searchParams.keys()].sort(), typeof codeVerifier],
    machine: machine.scope,
    claims: [login.claims.email, login.claims.aud],
    refreshed: refreshed.accessToken !== login.accessToken,
    user: user.email,
    revoked: await refused(auth.getTokenByRefreshToken({ refreshToken: login.refreshToken })),
    wrong: await refused(auth.getTokenByPassword({ username, password: "wrong", realm })),
    code: await refused(auth.getTokenByCode(callback, { codeVerifier })),
  };
  console.log(JSON.stringify(said));
};
start();
