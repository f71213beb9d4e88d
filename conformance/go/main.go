// The whole job with the client that openapi-generator makes for Go; ../README.md says what each step is.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"example.org/survey/mapflow"
)

const (
	model    = "8cb13006-a299-4df6-b47d-91bd63de947f"
	provider = "Mapbox"
	unknown  = "00000000-0000-4000-8000-000000000000"
)

var area = map[string]interface{}{
	"type": "Polygon",
	"coordinates": [][][]float64{{
		{18.6545, 54.3603}, {18.6585, 54.3603}, {18.6585, 54.3622}, {18.6545, 54.3622}, {18.6545, 54.3603},
	}},
}

// tag makes up what a run whose response is lost can be found by.
func tag() string {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes)
}

type line map[string]interface{}

func show(step string, members line) {
	members["step"] = step
	_ = json.NewEncoder(os.Stdout).Encode(members)
}

// failed prints an error and says whether there was one. The generated text of an error is of no use: it prints the
// addresses of pointers.
func failed(step string, response *http.Response, err error) bool {
	if err == nil {
		return false
	}
	told := line{"message": err.Error()}
	if response != nil {
		told["status"] = response.StatusCode
		told["message"] = response.Status
	}
	var generated *mapflow.GenericOpenAPIError
	if errors.As(err, &generated) {
		if known, ok := generated.Model().(mapflow.ServiceError); ok {
			if detail := known.GetDetail(); detail.GetCode() != "" { // the imagery service
				told["code"] = detail.GetCode()
			} else if known.GetCode() != "" {
				told["code"] = known.GetCode()
			}
			if known.GetMessage() != "" {
				told["message"] = known.GetMessage()
			}
		}
	}
	show(step, line{"error": told})
	return true
}

// paid prints the ID of a run that was started and gives it; after anything but a refusal, the outcome is unknown.
func paid(step, id string, response *http.Response, err error) string {
	if err != nil && response != nil && response.StatusCode/100 == 4 {
		failed(step, response, err)
		return ""
	}
	if err != nil || id == "" {
		show(step, line{"lost": true})
		return ""
	}
	show(step, line{"id": id})
	return id
}

func main() {
	configuration := mapflow.NewConfiguration()
	configuration.Servers = mapflow.ServerConfigurations{{URL: os.Getenv("MAPFLOW_BASE_URL")}}
	configuration.AddDefaultHeader("Authorization", "Basic "+os.Getenv("MAPFLOW_TOKEN")) // Base64 already
	configuration.HTTPClient = &http.Client{Timeout: time.Minute}
	client := mapflow.NewAPIClient(configuration)
	ctx := context.Background()

	if account, response, err := client.AccountAPI.GetUserStatus(ctx).Execute(); !failed("status", response, err) {
		models := []string{}
		for _, each := range account.Models {
			models = append(models, each.GetName())
		}
		show("status", line{"credits": account.RemainingCredits.Get(), "models": models})
	}

	project, response, err := client.ProjectsAPI.GetDefaultProject(ctx).Execute()
	if !failed("project", response, err) {
		show("project", line{"id": project.GetId(), "name": project.GetName()})
	}

	params := mapflow.RunParams{}
	params.SetDataProvider(provider)
	quote := *mapflow.NewCostRequest(model, area)
	quote.SetParams(params)
	if credits, response, err := client.ProcessingsAPI.EstimateCost(ctx).CostRequest(quote).Execute(); !failed("cost", response, err) {
		show("cost", line{"credits": credits})
	}

	order := *mapflow.NewProcessingRun(area)
	order.SetName("Go")
	if project.GetId() != "" {
		order.SetProjectId(project.GetId())
	}
	order.SetWdId(model)
	order.SetParams(params)
	order.SetMeta(map[string]string{"tag": tag()})
	// Once: Go's client repeats a POST only if none of it was sent.
	started, response, err := client.ProcessingsAPI.RunProcessing(ctx).ProcessingRun(order).Execute()
	if id := paid("run", started.GetId(), response, err); id != "" {
		follow(ctx, client, id)
	}

	_, response, err = client.ProcessingsAPI.GetProcessing(ctx, unknown).Execute()
	failed("refused", response, err)
	_, response, err = client.ImageryAPI.GetImage(ctx, unknown).Execute()
	failed("refused-image", response, err)

	if mosaic := upload(ctx, client); mosaic != "" {
		source := mapflow.SourceParams{}
		source.SetMyImagery(mapflow.MyImagerySource{MosaicId: *mapflow.NewNullableString(&mosaic)})
		runV2(ctx, client, "run-upload", source)
	}

	source := mapflow.SourceParams{}
	source.SetDataProvider(*mapflow.NewDataProviderSource(provider))
	if id := runV2(ctx, client, "run-v2", source); id != "" {
		if seen, response, err := client.ProcessingsAPI.GetProcessingV2(ctx, id).Execute(); !failed("read-v2", response, err) {
			show("read-v2", line{"id": seen.GetId(), "status": seen.GetStatus()})
		}
	}
}

// follow waits for a processing and saves its result.
func follow(ctx context.Context, client *mapflow.APIClient, id string) {
	for {
		seen, response, err := client.ProcessingsAPI.GetProcessing(ctx, id).Execute()
		if err == nil && seen.GetStatus() == "OK" {
			show("poll", line{"status": seen.GetStatus(), "cost": seen.Cost.Get()})
			break
		}
		if err != nil && (response == nil || response.StatusCode < 500) {
			failed("poll", response, err)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	result, response, err := client.ProcessingsAPI.GetResult(ctx, id).Execute()
	if failed("result", response, err) {
		return
	}
	defer os.Remove(result.Name())
	defer result.Close()
	file, err := os.Create(filepath.Join(os.Getenv("MAPFLOW_OUTPUT"), "result.geojson"))
	if failed("result", nil, err) {
		return
	}
	defer file.Close()
	if bytes, err := io.Copy(file, result); !failed("result", nil, err) {
		show("result", line{"bytes": bytes})
	}
}

// upload makes a mosaic of one image and gives its ID.
func upload(ctx context.Context, client *mapflow.APIClient) string {
	mosaic, response, err := client.ImageryAPI.CreateMosaic(ctx).MosaicCreate(*mapflow.NewMosaicCreate("Go")).Execute()
	if failed("upload", response, err) {
		return ""
	}
	image, err := os.Open(os.Getenv("MAPFLOW_IMAGE"))
	if failed("upload", nil, err) {
		return ""
	}
	_, response, err = client.ImageryAPI.UploadImage(ctx, mosaic.GetId()).File(image).Execute()
	if failed("upload", response, err) {
		return ""
	}
	show("upload", line{"mosaic": mosaic.GetId()})
	return mosaic.GetId()
}

// runV2 starts a version 2 run and gives its ID.
func runV2(ctx context.Context, client *mapflow.APIClient, step string, source mapflow.SourceParams) string {
	order := *mapflow.NewProcessingRunV2(area, *mapflow.NewRunParamsV2(source))
	order.SetName("Go")
	order.SetWdId(model)
	order.SetMeta(map[string]interface{}{"tag": tag()})
	started, response, err := client.ProcessingsAPI.RunProcessingV2(ctx).ProcessingRunV2(order).Execute()
	return paid(step, started.GetId(), response, err)
}
