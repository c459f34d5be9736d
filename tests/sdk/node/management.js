// What a script does with npm auth0's ManagementClient. Prints what it saw as one JSON object.
// Settings: DOMAIN, CLIENT_ID, CLIENT_SECRET, READER_ID, AUDIENCE, CONNECTION; NODE_EXTRA_CA_CERTS names the CA.

const { ManagementClient, ManagementError } = require("auth0");

const { DOMAIN: domain, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = process.env;
const management = new ManagementClient({ domain, clientId, clientSecret });
const reader = new ManagementClient({ domain, clientId: process.env.READER_ID, clientSecret });

const refused = async (promise) => {
  try {
    await promise;
  } catch (error) {
    const known = error instanceof ManagementError;
    return { known, status: error.statusCode, code: error.body?.errorCode, message: error.body?.message };
  }
  return null;
};

const all = async (page) => {
  const rows = [];
  for await (const row of await page) rows.push(row);
  return rows;
};

const clients = async () => {
  const { clients } = management;
  const created = await clients.create({ name: "Made by Node", app_type: "spa", callbacks: ["https://a.example.com/"] });
  const updated = await clients.update(created.client_id, { description: "changed" });
  const rotated = await clients.rotateSecret(created.client_id);
  const some = await clients.list({ page: 0, per_page: 1, include_totals: true });
  const names = (await all(clients.list({ per_page: 2, include_totals: true }))).map((client) => client.name);
  const fields = await clients.get(created.client_id, { fields: "client_id,name", include_fields: true });
  await clients.delete(created.client_id);
  return {
    created: { name: created.name, first_party: created.is_first_party, secret: typeof created.client_secret },
    description: updated.description,
    rotated: rotated.client_secret !== created.client_secret,
    first_page: [some.data.length, some.hasNextPage()],
    listed: names.includes("Made by Node"),
    fields: Object.keys(fields).sort(),
    gone: await refused(clients.get(created.client_id)),
  };
};

const resourceServers = async () => {
  const { resourceServers, clientGrants } = management;
  const api = await resourceServers.create({ identifier: "https://node.example.com", scopes: [{ value: "read:x" }] });
  const grant = await clientGrants.create({ client_id: clientId, audience: api.identifier, scope: ["read:x"] });
  const grants = await all(clientGrants.list({ audience: api.identifier, take: 10 }));
  await clientGrants.delete(grant.id);
  const twice = await refused(resourceServers.create({ identifier: "https://node.example.com" }));
  await resourceServers.delete(api.id);
  return { algorithm: api.signing_alg, grants: grants.map((one) => one.scope), twice };
};

const users = async () => {
  const { users, roles, organizations } = management;
  const connection = process.env.CONNECTION;
  const email = "node@example.com";
  const user = await users.create({ connection, email, password: "A-long-passw0rd!", email_verified: true });
  const role = await roles.create({ name: "node-role", description: "made by Node" });
  const permissions = [{ resource_server_identifier: process.env.AUDIENCE, permission_name: "read:items" }];
  await roles.permissions.add(role.id, { permissions });
  await users.roles.assign(user.user_id, { roles: [role.id] });
  const held = await all(users.roles.list(user.user_id));
  const allowed = await all(roles.permissions.list(role.id));
  await users.update(user.user_id, { app_metadata: { plan: "gold" } });
  const [found] = await users.listUsersByEmail({ email });
  const searched = await all(users.list({ q: `email:"${email}"`, search_engine: "v3" }));
  const organization = await organizations.create({ name: "node-org", display_name: "Node" });
  await organizations.members.create(organization.id, { members: [user.user_id] });
  const members = await all(organizations.members.list(organization.id));
  await organizations.delete(organization.id);
  await roles.delete(role.id);
  await users.delete(user.user_id);
  return {
    prefix: user.user_id.split("|")[0],
    roles: held.map((one) => one.name),
    allowed: allowed.map((one) => one.permission_name),
    metadata: found.app_metadata,
    searched: searched.length,
    members: members.map((one) => one.email),
  };
};

const actions = async () => {
  const { actions } = management;
  const code = "exports.onExecutePostLogin = async (event, api) => {};";
  const action = await actions.create({
    name: "node-action",
    code,
    supported_triggers: [{ id: "post-login", version: "v3" }],
  });
  const version = await actions.deploy(action.id);
  const bound = { bindings: [{ ref: { type: "action_id", value: action.id }, display_name: "node-action" }] };
  await actions.triggers.bindings.updateMany("post-login", bound);
  const bindings = await all(actions.triggers.bindings.list("post-login"));
  await actions.triggers.bindings.updateMany("post-login", { bindings: [] });
  await actions.delete(action.id);
  return { status: action.status, version: version.number, bindings: bindings.map((one) => one.display_name) };
};

const settings = async () => {
  const before = await management.tenants.settings.get();
  await management.tenants.settings.update({ friendly_name: "Changed by Node" });
  const after = await management.tenants.settings.get();
  await management.tenants.settings.update({ friendly_name: before.friendly_name });
  const [key] = await management.keys.signing.list();
  const logs = await management.logs.list({ per_page: 5, include_totals: true });
  return { friendly_name: after.friendly_name, key: typeof key.kid, logged: logs.data.length > 0 };
};

const start = async () => {
  const said = {
    clients: await clients(),
    resource_servers: await resourceServers(),
    users: await users(),
    actions: await actions(),
    settings: await settings(),
    reader: (await all(reader.clients.list())).length > 1,
    insufficient: await refused(reader.users.list()),
    invalid: await refused(management.clients.create({})),
  };
  console.log(JSON.stringify(said));
};
start();
