// oidc-provider as its own documentation sets it up, with its own development pages: anybody logs in, with any password.
// Settings: CLIENTS (JSON) and AUDIENCE, the one API. Prints {"port": N} when it listens; the issuer has no slash.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

import { exportJWK, generateKeyPair } from "jose";
import { errors, Provider } from "oidc-provider";

const audience = process.env.AUDIENCE;
const { privateKey } = await generateKeyPair("RS256", { extractable: true });

const configuration = {
  clients: JSON.parse(process.env.CLIENTS),
  jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig", kid: "first" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  // Its defaults, and the two hybrid types and the implicit one that it leaves out. It knows no `token` alone.
  responseTypes: ["code", "id_token", "id_token token", "code id_token", "code token", "code id_token token", "none"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Person ${id}`, email: `${id}@example.com`, email_verified: true }),
  }),
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    jwtUserinfo: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // RFC 8707: an access token for the API is a JWT, one without a `resource` is opaque, as at Auth0.
      getResourceServerInfo: (_, resource) => {
        if (resource !== audience) throw new errors.InvalidTarget();
        return { scope: "read:items write:items", audience, accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } };
      },
      useGrantedResource: () => true,
    },
  },
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, configuration);
  provider.use(async (ctx, next) => {
    await next();
    // A device may ask every second (RFC 8628 section 3.2); it says nothing by itself, which means every five.
    if (ctx.oidc?.route === "device_authorization" && ctx.status === 200) ctx.body.interval = 1;
  });
  server.on("request", provider.callback());
  console.log(JSON.stringify({ port }));
});
