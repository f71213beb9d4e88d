// The whole job with a client by hey-api. README.md in the folder above says what each
// step does and prints.
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { client } from "./client/client.gen.js";
import * as api from "./client/index.js";

const env = (name: string) => process.env[name] ?? "";
client.setConfig({
  baseUrl: env("MAPFLOW_BASE_URL"),
  headers: { Authorization: `Basic ${env("MAPFLOW_TOKEN")}` }, // the token is Base64 already
});

const model = "8cb13006-a299-4df6-b47d-91bd63de947f";
const unknown = "00000000-0000-4000-8000-000000000000";
const geometry = {
  type: "Polygon",
  coordinates: [[[18.6545, 54.3603], [18.6585, 54.3603], [18.6585, 54.3622], [18.6545, 54.3622], [18.6545, 54.3603]]],
};
const what = { wdId: model, geometry };
const mapbox = { data_provider: "Mapbox" };

const print = (step: string, members: object) => console.log(JSON.stringify({ step, ...members }));

/** The service returned an error, or a gateway returned a page of HTML. */
class Refused extends Error {
  constructor(readonly status: number, body: unknown) {
    const told: Partial<api.ServiceError> = typeof body === "object" && body !== null ? body : {};
    const code = told.code ?? told.detail?.code ?? null;
    super(told.message ?? code ?? `The service returned status ${status}.`);
    this.code = code;
  }
  readonly code: string | null;
}

/** What was asked for, or an error. hey-api gives `error` as a text if the body is not JSON, and
 * no `response` if the connection ended. */
async function got<T>(call: Promise<{ data?: T; error?: unknown; response?: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response) throw error;
  if (!response.ok || data === undefined) throw new Refused(response.status, error);
  return data;
}

async function attempt<T>(step: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, code, message } = error;
    print(step, { error: { status, code, message } });
    return undefined;
  }
}

/** Sends a paid request, once: fetch repeats nothing. A connection that ends is a TypeError, a lost response. */
const paid = (step: string, send: () => Promise<{ id: string }>) =>
  attempt(step, async () => {
    try {
      const { id } = await send();
      print(step, { id });
      return id;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) throw error;
      print(step, { lost: true });
      return undefined;
    }
  });

await attempt("status", async () => {
  const account = await got(api.getUserStatus());
  print("status", { credits: account.remainingCredits, models: account.models?.map((each) => each?.name) });
});

const project = await attempt("project", async () => {
  const { id, name } = await got(api.getDefaultProject());
  print("project", { id, name });
  return id;
});

await attempt("cost", async () =>
  print("cost", { credits: await got(api.estimateCost({ body: { ...what, params: mapbox } })) }),
);

const run = await paid("run", () => {
  const meta = { tag: randomUUID() };
  const body = { ...what, params: mapbox, name: "Conformance", meta, ...(project && { projectId: project }) };
  return got(api.runProcessing({ body }));
});

if (run) {
  const path = { processingId: run };
  for (let finished = false; !finished; ) {
    const { data, response, error } = await api.getProcessing({ path });
    if (data) {
      const { status, cost } = data;
      finished = ["OK", "FAILED", "CANCELLED", "REFUNDED"].includes(status ?? "");
      if (finished) print("poll", { status, cost });
    } else if (!response) throw error;
    else if (response.status < 500) throw new Refused(response.status, error);
    await sleep(100);
  }
  await attempt("result", async () => {
    // A stream would do for a large result.
    const file = await got(api.getResult({ path, parseAs: "blob" }));
    await writeFile(`${env("MAPFLOW_OUTPUT")}/result.geojson`, file.stream());
    print("result", { bytes: file.size });
  });
}

await attempt("refused", () => got(api.getProcessing({ path: { processingId: unknown } })));
await attempt("refused-image", () => got(api.getImage({ path: { imageId: unknown } })));

const mosaic = await attempt("upload", async () => {
  const { id } = await got(api.createMosaic({ body: { name: "Conformance" } }));
  const file = new File([await readFile(env("MAPFLOW_IMAGE"))], "image.tif", { type: "image/tiff" });
  await got(api.uploadImage({ path: { mosaicId: id }, body: { file } }));
  print("upload", { mosaic: id });
  return id;
});

const runV2 = (step: string, sourceParams: api.SourceParams) =>
  paid(step, () => {
    const body = { ...what, name: "Conformance", params: { sourceParams }, meta: { tag: randomUUID() } };
    return got(api.runProcessingV2({ body }));
  });
if (mosaic) await runV2("run-upload", { myImagery: { mosaicId: mosaic } });
const last = await runV2("run-v2", { dataProvider: { providerName: "Mapbox" } });
if (last)
  await attempt("read-v2", async () => {
    const { id, status } = await got(api.getProcessingV2({ path: { processingId: last } }));
    print("read-v2", { id, status });
  });
