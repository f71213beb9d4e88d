// The whole job with openapi-fetch, which knows the types of every path. README.md in the folder above says what each
// step does and prints.
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];

const env = (name: string) => process.env[name] ?? "";
const api = createClient<paths>({
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
    const told: Partial<Schemas["ServiceError"]> = typeof body === "object" && body !== null ? body : {};
    const code = told.code ?? told.detail?.code ?? null;
    super(told.message ?? code ?? `The service returned status ${status}.`);
    this.code = code;
  }
  readonly code: string | null;
}

/** What was asked for, or an error. openapi-fetch gives `error` as a text if the body is not JSON. */
async function got<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
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
  const account = await got(api.GET("/user/status"));
  print("status", { credits: account.remainingCredits, models: account.models?.map((each) => each?.name) });
});

const project = await attempt("project", async () => {
  const { id, name } = await got(api.GET("/projects/default"));
  print("project", { id, name });
  return id;
});

await attempt("cost", async () =>
  print("cost", { credits: await got(api.POST("/processing/cost", { body: { ...what, params: mapbox } })) }),
);

const run = await paid("run", () => {
  const meta = { tag: randomUUID() };
  const body = { ...what, params: mapbox, name: "Conformance", meta, ...(project && { projectId: project }) };
  return got(api.POST("/processings", { body }));
});

if (run) {
  const params = { path: { processingId: run } };
  for (let finished = false; !finished; ) {
    const { data, response, error } = await api.GET("/processings/{processingId}", { params });
    if (data) {
      const { status, cost } = data;
      finished = ["OK", "FAILED", "CANCELLED", "REFUNDED"].includes(status ?? "");
      if (finished) print("poll", { status, cost });
    } else if (response.status < 500) throw new Refused(response.status, error);
    await sleep(100);
  }
  await attempt("result", async () => {
    // A stream would do for a large result.
    const file = await got(api.GET("/processings/{processingId}/result", { params, parseAs: "arrayBuffer" }));
    await writeFile(`${env("MAPFLOW_OUTPUT")}/result.geojson`, new Uint8Array(file));
    print("result", { bytes: file.byteLength });
  });
}

await attempt("refused", () => got(api.GET("/processings/{processingId}", { params: { path: { processingId: unknown } } })));
await attempt("refused-image", () => got(api.GET("/rasters/image/{imageId}", { params: { path: { imageId: unknown } } })));

const mosaic = await attempt("upload", async () => {
  const { id } = await got(api.POST("/rasters/mosaic", { body: { name: "Conformance" } }));
  const form = new FormData();
  form.set("file", new Blob([await readFile(env("MAPFLOW_IMAGE"))], { type: "image/tiff" }), "image.tif");
  const params = { path: { mosaicId: id } };
  // The types have a text for the file; the form itself is what is sent.
  await got(api.POST("/rasters/mosaic/{mosaicId}/image", { params, body: { file: "" }, bodySerializer: () => form }));
  print("upload", { mosaic: id });
  return id;
});

const runV2 = (step: string, sourceParams: Schemas["SourceParams"]) =>
  paid(step, () => {
    const body = { ...what, name: "Conformance", params: { sourceParams }, meta: { tag: randomUUID() } };
    return got(api.POST("/processings/v2", { body }));
  });
if (mosaic) await runV2("run-upload", { myImagery: { mosaicId: mosaic } });
const last = await runV2("run-v2", { dataProvider: { providerName: "Mapbox" } });
if (last)
  await attempt("read-v2", async () => {
    const { id, status } = await got(api.GET("/processings/{processingId}/v2", { params: { path: { processingId: last } } }));
    print("read-v2", { id, status });
  });
