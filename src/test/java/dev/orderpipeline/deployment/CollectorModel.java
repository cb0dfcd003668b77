package dev.orderpipeline.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/// The OpenTelemetry collector's configuration as far as we use it, after its documentation: the
/// collector does not run here. Whatever is not here is refused.
final class CollectorModel {

  private CollectorModel() {}

  record Config(
      Map<String, JsonNode> receivers,
      Map<String, JsonNode> processors,
      Map<String, JsonNode> exporters,
      Service service) {}

  record Service(Map<String, Pipeline> pipelines) {}

  record Pipeline(List<String> receivers, List<String> processors, List<String> exporters) {}

  record Otlp(Protocols protocols) {}

  record Protocols(Endpoint grpc, Endpoint http) {}

  record Endpoint(String endpoint) {}

  record MemoryLimiter(String check_interval, int limit_mib, int spike_limit_mib) {}

  record Batch(String timeout, int send_batch_size, int send_batch_max_size) {}

  /// By the type, which is what is before a slash in a name.
  static final Map<String, Class<?>> RECEIVERS = Map.of("otlp", Otlp.class);

  static final Map<String, Class<?>> PROCESSORS =
      Map.of("memory_limiter", MemoryLimiter.class, "batch", Batch.class);
  static final Map<String, Class<?>> EXPORTERS = Map.of("otlphttp", Endpoint.class);
}
