// The journey of fhir-kit-client against a running server: what each step expects is asserted here.
// SERMENT_FHIR is the server's base, SERMENT_TOKEN a bearer token of a system client. Prints one line a step; a step that
// fails ends it with status 1.
import assert from 'node:assert/strict';
import { Client } from 'fhir-kit-client';

const client = new Client({ baseUrl: process.env.SERMENT_FHIR, bearerToken: process.env.SERMENT_TOKEN });
const mark = `kit-${process.pid}-${Date.now()}`;
const header = (answer, name) => Client.httpFor(answer).response.headers.get(name);
const organization = (more) => ({ resourceType: 'Organization', identifier: [{ system: 'urn:test:kit', value: mark }], ...more });

const statement = await client.capabilityStatement();
const rest = statement.rest[0];
const resource = (type) => rest.resource.find((r) => r.type === type);
const interaction = (type, code) => (type ? resource(type) : rest).interaction.some((i) => i.code === code);
const operation = (type, name) => (resource(type).operation ?? []).some((o) => o.name === name);

// `claimed`: whether the server says that it does this
async function step(name, work, claimed = true) {
  if (!claimed) {
    console.log(`not claimed: ${name}`);
    return undefined;
  }
  try {
    const result = await work();
    console.log(`ok ${name}`);
    return result;
  } catch (e) {
    console.error(`FAILED ${name}: ${e.stack ?? JSON.stringify(e.response ?? e)}`);
    return process.exit(1);
  }
}

async function refused(status, code, work) {
  const e = await work().then(() => assert.fail(`expected ${status}`), (x) => x);
  assert.equal(e.response?.status, status, e.stack ?? JSON.stringify(e.response));
  assert.equal(e.response.data.resourceType, 'OperationOutcome');
  assert.equal(e.response.data.issue[0].code, code);
}

await step('smartAuthMetadata', async () => {
  const { authorizeUrl, tokenUrl } = await client.smartAuthMetadata();
  assert.equal(authorizeUrl.pathname, '/oauth/authorize');
  assert.equal(tokenUrl.pathname, '/oauth/token');
});

await step('capabilityStatement', () => {
  assert.equal(statement.fhirVersion, '4.0.1');
  for (const code of ['read', 'vread', 'create', 'update', 'delete', 'search-type', 'history-instance']) assert.ok(interaction('Patient', code), code);
});

const made = await step('create', async () => {
  const created = await client.create({ resourceType: 'Organization', body: organization({ name: 'Kit' }) });
  assert.equal(header(created, 'etag'), 'W/"1"');
  assert.match(header(created, 'location'), new RegExp(`/Organization/${created.id}/_history/1$`));
  return created;
});
const { id } = made;

await step('conditional create', async () => {
  const same = await client.create({ resourceType: 'Organization', body: organization({ name: 'Kit' }), options: { headers: { 'If-None-Exist': `identifier=urn:test:kit|${mark}` } } });
  assert.equal(same.id, id);
});

await step('read', async () => assert.deepEqual(await client.read({ resourceType: 'Organization', id }), made));

await step('update', async () => {
  const updated = await client.update({ resourceType: 'Organization', id, body: { ...made, name: 'Kit 2' }, options: { headers: { 'If-Match': 'W/"1"' } } });
  assert.equal(updated.meta.versionId, '2');
});

await step('a stale update is refused', () => refused(412, 'conflict', () => client.update({ resourceType: 'Organization', id, body: { ...made, name: 'Kit 3' }, options: { headers: { 'If-Match': 'W/"1"' } } })));

await step('vread', async () => assert.equal((await client.vread({ resourceType: 'Organization', id, version: '1' })).name, 'Kit'));

await step('patch', async () => {
  const patched = await client.patch({ resourceType: 'Organization', id, jsonPatch: [{ op: 'test', path: '/name', value: 'Kit 2' }, { op: 'replace', path: '/name', value: 'Kit 4' }] });
  assert.equal(patched.name, 'Kit 4');
}, interaction('Organization', 'patch'));

await step('conditional update', async () => {
  const updated = await client.update({ resourceType: 'Organization', searchParams: { identifier: `urn:test:kit|${mark}` }, body: organization({ name: 'Kit 5' }) });
  assert.equal(updated.id, id);
  assert.equal(updated.name, 'Kit 5');
}, resource('Organization').conditionalUpdate === true);

await step('history', async () => {
  const history = await client.history({ resourceType: 'Organization', id });
  assert.equal(history.entry[0].resource.meta.versionId, String(history.entry.length));
  assert.equal(history.entry.at(-1).resource.name, 'Kit');
});

await step('history of a type', async () => assert.ok((await client.history({ resourceType: 'Organization' })).entry.length > 0), interaction('Organization', 'history-type'));

await step('history of the system', async () => assert.ok((await client.history()).entry.length > 0), interaction('', 'history-system'));

const units = await step('transaction', async () => {
  const entry = ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${i}`,
    resource: { resourceType: 'Organization', name, identifier: [{ system: 'urn:test:kit', value: `${mark}-part` }], ...(i ? { partOf: { reference: 'urn:uuid:00000000-0000-4000-8000-000000000000' } } : {}) },
    request: { method: 'POST', url: 'Organization' },
  }));
  const answer = await client.transaction({ body: { resourceType: 'Bundle', type: 'transaction', entry } });
  assert.equal(answer.type, 'transaction-response');
  assert.ok(answer.entry.every((e) => e.response.status.startsWith('201')));
  return answer.entry.map((e) => e.response.location.split('/')[1]);
});

await step('batch', async () => {
  const answer = await client.batch({ body: { resourceType: 'Bundle', type: 'batch', entry: [
    { request: { method: 'GET', url: `Organization/${id}` } }, { request: { method: 'GET', url: 'Organization/absent' } }] } });
  assert.equal(answer.type, 'batch-response');
  assert.deepEqual(answer.entry.map((e) => e.response.status.slice(0, 3)), ['200', '404']);
}, interaction('', 'batch'));

async function pages(first) {
  const found = [];
  for (let page = first, n = 0; page; page = await client.nextPage({ bundle: page }), n += 1) {
    assert.ok(n < 10, 'pages without end');
    found.push(...page.entry.map((e) => e.resource.id));
  }
  return found;
}

await step('search with pages', async () => {
  const first = await client.search({ resourceType: 'Organization', searchParams: { identifier: `urn:test:kit|${mark}-part`, _count: 2, _total: 'accurate' } });
  assert.equal(first.total, 5);
  assert.deepEqual(await pages(first), [...units].reverse());
});

await step('search by POST', async () => {
  const first = await client.search({ resourceType: 'Organization', searchParams: { identifier: `urn:test:kit|${mark}-part`, _count: 4 }, options: { postSearch: true } });
  assert.deepEqual(await pages(first), [...units].reverse());
});

await step('resolve a reference', async () => {
  const part = await client.read({ resourceType: 'Organization', id: units[1] });
  assert.equal((await client.resolve({ reference: part.partOf.reference })).id, units[0]);
});

await step('an unknown parameter is refused', () => refused(400, 'not-found', () => client.search({ resourceType: 'Organization', searchParams: { nmae: 'x' } })));

await step('$everything', async () => {
  const patient = (await client.search({ resourceType: 'Patient', searchParams: { _count: 1 } })).entry[0].resource.id;
  const all = await client.operation({ name: 'everything', resourceType: 'Patient', id: patient, method: 'GET' });
  assert.equal(all.entry[0].resource.id, patient);
}, operation('Patient', 'everything'));

await step('$validate', async () => {
  const outcome = await client.operation({ name: 'validate', resourceType: 'Organization', input: { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: organization({ name: 'Kit' }) }] } });
  assert.equal(outcome.resourceType, 'OperationOutcome');
}, operation('Organization', 'validate'));

await step('delete', async () => {
  await client.delete({ resourceType: 'Organization', id });
  await refused(410, 'deleted', () => client.read({ resourceType: 'Organization', id }));
  await refused(404, 'not-found', () => client.read({ resourceType: 'Organization', id: 'absent' }));
});
