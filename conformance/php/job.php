<?php

// The whole job with the client that openapi-generator makes for PHP; ../README.md says what each step is.

declare(strict_types=1);

use GuzzleHttp\Client;
use GuzzleHttp\Handler\CurlHandler;
use GuzzleHttp\HandlerStack;
use GuzzleHttp\Middleware;
use MapflowOpenapi\Api\AccountApi;
use MapflowOpenapi\Api\ImageryApi;
use MapflowOpenapi\Api\ProcessingsApi;
use MapflowOpenapi\Api\ProjectsApi;
use MapflowOpenapi\ApiException;
use MapflowOpenapi\Configuration;
use MapflowOpenapi\Model\CostRequest;
use MapflowOpenapi\Model\DataProviderSource;
use MapflowOpenapi\Model\MosaicCreate;
use MapflowOpenapi\Model\MyImagerySource;
use MapflowOpenapi\Model\ProcessingRun;
use MapflowOpenapi\Model\ProcessingRunV2;
use MapflowOpenapi\Model\RunParams;
use MapflowOpenapi\Model\RunParamsV2;
use MapflowOpenapi\Model\SourceParams;

require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $name): void {
    if (str_starts_with($name, 'MapflowOpenapi\\')) {
        require getenv('CLIENT') . '/lib/' . str_replace('\\', '/', substr($name, 15)) . '.php';
    }
});

const MODEL = '8cb13006-a299-4df6-b47d-91bd63de947f';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const PROVIDER = 'Mapbox';
const AREA = ['type' => 'Polygon', 'coordinates' => [[
    [18.6545, 54.3603], [18.6585, 54.3603], [18.6585, 54.3622], [18.6545, 54.3622], [18.6545, 54.3603],
]]];

function show(string $step, array $members): void
{
    echo json_encode(['step' => $step] + $members, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}

/** What the service said, in words; a proxy's page has no code. */
function told(ApiException $error): array
{
    $body = json_decode((string) $error->getResponseBody(), true);
    $body = is_array($body) ? $body : [];
    return [
        'status' => $error->getCode(),
        'code' => $body['detail']['code'] ?? $body['code'] ?? null,
        'message' => $body['message'] ?? $error->getMessage(),
    ];
}

/** Does a step and prints its line, or its error; gives what the step gave, or null. */
function step(string $name, callable $work): ?array
{
    try {
        $members = $work();
        show($name, $members);
        return $members;
    } catch (ApiException $error) {
        show($name, ['error' => told($error)]);
        return null;
    }
}

/** Starts a run and gives its ID; after anything but a refusal, the outcome is unknown. */
function paid(string $name, callable $start): ?string
{
    $id = null;
    try {
        $id = $start()->getId();
    } catch (ApiException $error) {
        if (intdiv($error->getCode(), 100) === 4) {
            show($name, ['error' => told($error)]);
            return null;
        }
    }
    show($name, $id === null ? ['lost' => true] : ['id' => $id]);
    return $id;
}

// libcurl repeats a request, whatever its method, when a connection that was used before ends without a response.
// So no POST, which may be paid, goes over such a connection.
$stack = HandlerStack::create(new CurlHandler());
$stack->push(static fn (callable $next) => static function ($request, array $options) use ($next) {
    if ($request->getMethod() === 'POST') {
        $options['curl'][CURLOPT_FRESH_CONNECT] = true;
    }
    return $next($request, $options);
});
$http = new Client([
    'handler' => $stack,
    'timeout' => 60,
    'headers' => ['Authorization' => 'Basic ' . getenv('MAPFLOW_TOKEN')], // Base64 already
]);
$configuration = (new Configuration())->setHost(getenv('MAPFLOW_BASE_URL'));
$processings = new ProcessingsApi($http, $configuration);
$imagery = new ImageryApi($http, $configuration);

step('status', function () use ($http, $configuration) {
    $account = (new AccountApi($http, $configuration))->getUserStatus();
    $models = array_map(fn ($each) => $each->getName(), $account->getModels() ?? []);
    return ['credits' => $account->getRemainingCredits(), 'models' => $models];
});
$project = step('project', function () use ($http, $configuration) {
    $found = (new ProjectsApi($http, $configuration))->getDefaultProject();
    return ['id' => $found->getId(), 'name' => $found->getName()];
});

$params = new RunParams(['data_provider' => PROVIDER]);
step('cost', fn () => ['credits' => $processings->estimateCost(
    new CostRequest(['wd_id' => MODEL, 'geometry' => AREA, 'params' => $params])
)]);

$run = paid('run', function () use ($processings, $params, $project) {
    $order = new ProcessingRun([
        'name' => 'PHP', 'wd_id' => MODEL, 'geometry' => AREA, 'params' => $params, 'meta' => ['tag' => bin2hex(random_bytes(16))],
    ]);
    if ($project) {
        $order->setProjectId($project['id']);
    }
    return $processings->runProcessing($order);
});
if ($run) {
    step('poll', function () use ($processings, $run) {
        do {
            usleep(100_000);
            try {
                $seen = $processings->getProcessing($run);
            } catch (ApiException $error) {
                if ($error->getCode() < 500) {
                    throw $error;
                }
                $seen = null;
            }
        } while ($seen?->getStatus() !== 'OK');
        return ['status' => $seen->getStatus(), 'cost' => $seen->getCost()];
    });
    step('result', function () use ($processings, $run) {
        $file = getenv('MAPFLOW_OUTPUT') . '/result.geojson';
        rename($processings->getResult($run)->getPathname(), $file);
        return ['bytes' => filesize($file)];
    });
}

step('refused', fn () => ['id' => $processings->getProcessing(UNKNOWN)->getId()]);
step('refused-image', fn () => ['id' => $imagery->getImage(UNKNOWN)->getId()]);

$startV2 = fn (string $step, SourceParams $source) => paid($step, function () use ($processings, $source) {
    $order = new ProcessingRunV2([
        'name' => 'PHP', 'wd_id' => MODEL, 'geometry' => AREA,
        'params' => new RunParamsV2(['source_params' => $source]), 'meta' => ['tag' => bin2hex(random_bytes(16))],
    ]);
    return $processings->runProcessingV2($order);
});
$upload = step('upload', function () use ($imagery) {
    $mosaic = $imagery->createMosaic(new MosaicCreate(['name' => 'PHP']))->getId();
    $imagery->uploadImage($mosaic, new SplFileObject(getenv('MAPFLOW_IMAGE')));
    return ['mosaic' => $mosaic];
});
if ($upload) {
    $mine = new MyImagerySource(['mosaic_id' => $upload['mosaic']]);
    $startV2('run-upload', new SourceParams(['my_imagery' => $mine]));
}
$theirs = new DataProviderSource(['provider_name' => PROVIDER]);
$v2 = $startV2('run-v2', new SourceParams(['data_provider' => $theirs]));
if ($v2) {
    step('read-v2', function () use ($processings, $v2) {
        $seen = $processings->getProcessingV2($v2);
        return ['id' => $seen->getId(), 'status' => $seen->getStatus()];
    });
}
