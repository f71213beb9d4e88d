// The whole job with the client that openapi-generator makes for Java; ../README.md says what each step is.

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccountApi;
import org.openapitools.client.api.ImageryApi;
import org.openapitools.client.api.ProcessingsApi;
import org.openapitools.client.api.ProjectsApi;
import org.openapitools.client.model.*;

public class Job {
  static final UUID MODEL = UUID.fromString("8cb13006-a299-4df6-b47d-91bd63de947f");
  static final UUID UNKNOWN = UUID.fromString("00000000-0000-4000-8000-000000000000");
  static final String PROVIDER = "Mapbox";
  static final Map<String, Object> AREA =
      Map.of("type", "Polygon", "coordinates", new double[][][] {{
        {18.6545, 54.3603}, {18.6585, 54.3603}, {18.6585, 54.3622}, {18.6545, 54.3622}, {18.6545, 54.3603}
      }});

  static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();

  final ProcessingsApi processings;
  final ImageryApi imagery;
  final ApiClient client = new ApiClient();

  Job() {
    client.updateBaseUri(System.getenv("MAPFLOW_BASE_URL"));
    String token = "Basic " + System.getenv("MAPFLOW_TOKEN"); // Base64 already
    client.setRequestInterceptor(request -> request.header("Authorization", token));
    client.setReadTimeout(Duration.ofMinutes(1));
    processings = new ProcessingsApi(client);
    imagery = new ImageryApi(client);
  }

  /** What a step does: requests, and what to print of the last response. */
  interface Work {
    Map<String, Object> run() throws ApiException, IOException, InterruptedException;
  }

  static void show(String step, Map<String, Object> members) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.putAll(members);
    try {
      System.out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does a step and prints its line, or its error; says whether all went well. */
  static boolean step(String name, Work work) throws InterruptedException {
    try {
      show(name, work.run());
      return true;
    } catch (ApiException error) {
      show(name, Map.of("error", told(error)));
    } catch (IOException error) {
      show(name, Map.of("error", Map.of("message", error.toString())));
    }
    return false;
  }

  /** What starts a run and gives its ID. */
  interface Start {
    UUID id() throws ApiException;
  }

  /** Starts a run once and gives its ID; after anything but a refusal, the outcome is unknown. */
  static UUID paid(String name, Start start) {
    UUID id = null;
    try {
      id = start.id(); // Java's client never repeats a POST
    } catch (ApiException error) {
      if (error.getCode() / 100 == 4) {
        show(name, Map.of("error", told(error)));
        return null;
      }
    }
    show(name, id == null ? Map.of("lost", true) : Map.of("id", id));
    return id;
  }

  static Map<String, Object> told(ApiException error) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("status", error.getCode());
    words.put("message", String.valueOf(error.getMessage()));
    try {
      ServiceError known = JSON.readValue(String.valueOf(error.getResponseBody()), ServiceError.class);
      if (known != null) {
        words.put("code", known.getDetail() != null ? known.getDetail().getCode() : known.getCode());
        words.computeIfPresent("message", (key, plain) -> known.getMessage() != null ? known.getMessage() : plain);
      }
    } catch (JsonProcessingException notOfTheService) {
      // A proxy's page, or nothing: the status must do.
    }
    return words;
  }

  void run() throws InterruptedException {
    step("status", () -> {
      UserStatus account = new AccountApi(client).getUserStatus();
      List<String> models = new ArrayList<>();
      if (account.getModels() != null) {
        account.getModels().forEach(each -> models.add(each.getName()));
      }
      return members("credits", account.getRemainingCredits(), "models", models);
    });
    UUID[] project = new UUID[1];
    step("project", () -> {
      Project found = new ProjectsApi(client).getDefaultProject();
      project[0] = found.getId();
      return members("id", found.getId(), "name", found.getName());
    });

    RunParams params = new RunParams().dataProvider(PROVIDER);
    step("cost", () -> members("credits",
        processings.estimateCost(new CostRequest().wdId(MODEL).geometry(AREA).params(params))));

    UUID started = paid("run", () -> {
      ProcessingRun order = new ProcessingRun().name("Java").projectId(project[0]).wdId(MODEL).geometry(AREA)
          .params(params).meta(tag());
      Processing run = processings.runProcessing(order);
      return run == null ? null : run.getId();
    });
    if (started != null) {
      follow(started);
    }

    step("refused", () -> members("id", processings.getProcessing(UNKNOWN).getId()));
    step("refused-image", () -> members("id", imagery.getImage(UNKNOWN).getId()));

    UUID[] mosaic = new UUID[1];
    if (step("upload", () -> {
      mosaic[0] = imagery.createMosaic(new MosaicCreate().name("Java")).getId();
      imagery.uploadImage(mosaic[0], new File(System.getenv("MAPFLOW_IMAGE")));
      return members("mosaic", mosaic[0]);
    })) {
      runV2("run-upload", new SourceParams().myImagery(new MyImagerySource().mosaicId(mosaic[0])));
    }

    UUID v2 = runV2("run-v2", new SourceParams().dataProvider(new DataProviderSource().providerName(PROVIDER)));
    if (v2 != null) {
      step("read-v2", () -> {
        ProcessingV2 seen = processings.getProcessingV2(v2);
        return members("id", seen.getId(), "status", seen.getStatus());
      });
    }
  }

  /** Waits for a processing and saves its result. */
  void follow(UUID id) throws InterruptedException {
    step("poll", () -> {
      while (true) {
        try {
          Processing seen = processings.getProcessing(id);
          if ("OK".equals(seen.getStatus())) {
            return members("status", seen.getStatus(), "cost", seen.getCost());
          }
        } catch (ApiException error) {
          if (error.getCode() < 500) {
            throw error;
          }
        }
        Thread.sleep(100);
      }
    });
    step("result", () -> {
      Path file = Path.of(System.getenv("MAPFLOW_OUTPUT"), "result.geojson");
      Files.move(processings.getResult(id, null).toPath(), file, StandardCopyOption.REPLACE_EXISTING);
      return members("bytes", Files.size(file));
    });
  }

  UUID runV2(String step, SourceParams source) {
    return paid(step, () -> {
      ProcessingRunV2 order = new ProcessingRunV2().name("Java").wdId(MODEL).geometry(AREA)
          .params(new RunParamsV2().sourceParams(source)).meta(Map.<String, Object>copyOf(tag()));
      ProcessingV2 run = processings.runProcessingV2(order);
      return run == null ? null : run.getId();
    });
  }

  /** What a run whose response is lost can be found by. */
  static Map<String, String> tag() {
    return Map.of("tag", UUID.randomUUID().toString());
  }

  static Map<String, Object> members(Object... pairs) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      made.put((String) pairs[i], pairs[i + 1]);
    }
    return made;
  }

  public static void main(String[] arguments) throws InterruptedException {
    new Job().run();
  }
}
