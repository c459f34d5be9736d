// A server-side web app as express-openid-connect's own documentation writes it, over https. Prints {"port": N}.
// Settings: PORT, TLS_FILE (key and certificate), ISSUER_BASE_URL, OPTIONS (further options, as JSON);
// NODE_EXTRA_CA_CERTS names the CA of the tenant.

const { readFileSync } = require("node:fs");
const https = require("node:https");
const express = require("express");
const { auth, requiresAuth } = require("express-openid-connect");

const app = express();
app.use(
  auth({
    issuerBaseURL: process.env.ISSUER_BASE_URL,
    baseURL: `https://localhost:${process.env.PORT}`,
    secret: "a secret for the app's own cookies, of 32 characters",
    authRequired: false,
    ...JSON.parse(process.env.OPTIONS),
  }),
);

app.get("/", (request, response) => response.json({ authenticated: request.oidc.isAuthenticated() }));

app.get("/me", requiresAuth(), async (request, response) => {
  const { accessToken, idTokenClaims: claims } = request.oidc;
  const said = { claims };
  if (accessToken) {
    said.access_token = accessToken.access_token;
    said.userinfo = await request.oidc.fetchUserInfo();
    said.refreshed = (await accessToken.refresh()).access_token;
  }
  response.json(said);
});

app.use((error, request, response, next) => {
  response.status(error.status ?? 500).json({ error: error.error, message: error.message });
});

const pem = readFileSync(process.env.TLS_FILE);
https.createServer({ key: pem, cert: pem }, app).listen(Number(process.env.PORT), "127.0.0.1", () => {
  console.log(JSON.stringify({ port: Number(process.env.PORT) }));
});
