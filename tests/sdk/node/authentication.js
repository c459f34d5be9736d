// What a server does with the AuthenticationClient of npm auth0 (auth0/legacy since version 7). Prints one JSON object.
// Settings: DOMAIN, CLIENT_ID, CLIENT_SECRET, AUDIENCE, CONNECTION, USER, PASSWORD; NODE_EXTRA_CA_CERTS names the CA.

const { AuthenticationClient, UserInfoClient } = require("auth0/legacy");

const { DOMAIN: domain, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, AUDIENCE: audience } = process.env;
const { CONNECTION: connection, USER: username, PASSWORD: password } = process.env;
const auth0 = new AuthenticationClient({ domain, clientId, clientSecret });

const refused = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return { status: error.statusCode, error: error.error, description: error.error_description };
  }
  return null;
};

const start = async () => {
  const { data: machine } = await auth0.oauth.clientCredentialsGrant({ audience });
  const scope = "openid profile email offline_access read:items";
  // The client checks the ID token against the tenant's keys.
  const { data: login } = await auth0.oauth.passwordGrant({ username, password, audience, scope, realm: connection });
  const { data: refreshed } = await auth0.oauth.refreshTokenGrant({ refresh_token: login.refresh_token });
  const { data: user } = await new UserInfoClient({ domain }).getUserInfo(login.access_token);
  await auth0.oauth.revokeRefreshToken({ token: login.refresh_token });
  const { data: pushed } = await auth0.oauth.pushedAuthorization({
    redirect_uri: "https://app.example.com/callback",
    client_id: clientId,
    response_type: "code",
  });
  const email = "signed-up@example.com";
  const { data: signedUp } = await auth0.database.signUp({ email, password: "A-long-passw0rd!", connection });
  const { data: mail } = await auth0.database.changePassword({ email, connection });
  const said = {
    machine: [machine.token_type, machine.expires_in, machine.scope],
    login: Object.keys(login).sort(),
    refreshed: refreshed.access_token !== login.access_token,
    user: user.email,
    revoked: await refused(auth0.oauth.refreshTokenGrant({ refresh_token: login.refresh_token })),
    wrong: await refused(auth0.oauth.passwordGrant({ username, password: "wrong", realm: connection })),
    code: await refused(auth0.oauth.authorizationCodeGrant({ code: "none", redirect_uri: "https://app.example.com/callback" })),
    pushed: [pushed.request_uri.startsWith("urn:ietf:params:oauth:request_uri:"), pushed.expires_in],
    signed_up: signedUp.email,
    mail,
  };
  console.log(JSON.stringify(said));
};
start();
