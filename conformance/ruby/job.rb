# The whole job with the client that openapi-generator makes for Ruby; ../README.md says what each step is.
require 'fileutils'
require 'json'
require 'logger'
require 'securerandom'
require 'uri'
require 'mapflow_openapi'

MODEL = '8cb13006-a299-4df6-b47d-91bd63de947f'
UNKNOWN = '00000000-0000-4000-8000-000000000000'
PROVIDER = 'Mapbox'
AREA = {
  type: 'Polygon',
  coordinates: [[[18.6545, 54.3603], [18.6585, 54.3603], [18.6585, 54.3622], [18.6545, 54.3622], [18.6545, 54.3603]]]
}.freeze

M = MapflowOpenapi
$stdout.sync = true

# What must be added to the generated client.
class Client < M::ApiClient
  # libcurl repeats a request, whatever its method, when a connection that was used before ends without a response.
  # So no POST, which may be paid, goes over such a connection.
  def build_request(method, path, opts = {})
    super.tap { |request| request.options[:fresh_connect] = true if request.options[:method] == :post }
  end

  # The generated method makes Base64 of a user name and a password. The token is Base64 already.
  def update_params_for_auth!(headers, _query, _names)
    headers['Authorization'] = "Basic #{ENV.fetch('MAPFLOW_TOKEN')}"
  end
end

def show(step, members)
  puts JSON.generate({ step: step }.merge(members))
end

def told(error)
  known = begin
    M::ServiceError.build_from_hash(JSON.parse(error.response_body.to_s, symbolize_names: true))
  rescue JSON::ParserError, TypeError
    nil # a proxy's page, or nothing
  end
  {
    status: error.code,
    code: known&.detail&.code || known&.code,
    message: known&.message || error.message.lines.first.strip
  }
end

# Does a step and prints its line, or its error; gives what the step gave, or nil.
def step(name)
  members = yield
  show(name, members)
  members
rescue M::ApiError => e
  show(name, error: told(e))
  nil
end

# Starts a run and gives its ID; after anything but a refusal, the outcome is unknown.
def paid(name)
  id = begin
    yield&.id
  rescue JSON::ParserError
    nil
  rescue M::ApiError => e
    return show(name, error: told(e)) if (400..499).cover?(e.code)
  end
  show(name, id ? { id: id } : { lost: true })
  id
end

base = URI(ENV.fetch('MAPFLOW_BASE_URL'))
configuration = M::Configuration.new do |c|
  c.scheme = base.scheme
  c.host = "#{base.host}:#{base.port}"
  c.base_path = base.path
  c.server_index = nil # otherwise the address in the description wins
  c.timeout = 60
  c.logger = Logger.new($stderr) # it writes to stdout otherwise
end
client = Client.new(configuration)

processings = M::ProcessingsApi.new(client)
imagery = M::ImageryApi.new(client)

step('status') do
  account = M::AccountApi.new(client).get_user_status
  { credits: account.remaining_credits, models: (account.models || []).map(&:name) }
end
project = step('project') do
  found = M::ProjectsApi.new(client).get_default_project
  { id: found.id, name: found.name }
end

params = M::RunParams.new(data_provider: PROVIDER)
step('cost') do
  { credits: processings.estimate_cost(M::CostRequest.new(wd_id: MODEL, geometry: AREA, params: params)) }
end

run = paid('run') do
  order = M::ProcessingRun.new(
    name: 'Ruby', wd_id: MODEL, geometry: AREA, params: params, meta: { tag: SecureRandom.uuid }
  )
  order.project_id = project[:id] if project
  processings.run_processing(order)
end
if run
  step('poll') do
    seen = nil
    until seen&.status == 'OK'
      sleep 0.1
      begin
        seen = processings.get_processing(run)
      rescue M::ApiError => e
        raise if e.code.to_i < 500
      end
    end
    { status: seen.status, cost: seen.cost }
  end
  step('result') do
    downloaded = processings.get_result(run)
    file = File.join(ENV.fetch('MAPFLOW_OUTPUT'), 'result.geojson')
    FileUtils.mv(downloaded.path, file)
    { bytes: File.size(file) }
  end
end

step('refused') { { id: processings.get_processing(UNKNOWN).id } }
step('refused-image') { { id: imagery.get_image(UNKNOWN).id } }

start_v2 = lambda do |name, source|
  paid(name) do
    order = M::ProcessingRunV2.new(
      name: 'Ruby', wd_id: MODEL, geometry: AREA, params: M::RunParamsV2.new(source_params: source),
      meta: { tag: SecureRandom.uuid }
    )
    processings.run_processing_v2(order)
  end
end
upload = step('upload') do
  mosaic = imagery.create_mosaic(M::MosaicCreate.new(name: 'Ruby'))
  imagery.upload_image(mosaic.id, File.new(ENV.fetch('MAPFLOW_IMAGE')))
  { mosaic: mosaic.id }
end
if upload
  mine = M::MyImagerySource.new(mosaic_id: upload[:mosaic])
  start_v2.call('run-upload', M::SourceParams.new(my_imagery: mine))
end
theirs = M::DataProviderSource.new(provider_name: PROVIDER)
v2 = start_v2.call('run-v2', M::SourceParams.new(data_provider: theirs))
if v2
  step('read-v2') do
    seen = processings.get_processing_v2(v2)
    { id: seen.id, status: seen.status }
  end
end
