package dev.orderpipeline.bench.restate;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.variant.Variant;
import dev.orderpipeline.bench.variant.VariantSetup;
import dev.orderpipeline.bench.variant.Variants;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The same saga as a virtual object of Restate, fed from Kafka by Restate itself. Two processes:
/// the server, and the service that it calls. Settings are those of [ServerConfig]; how they were
/// chosen is in `topology-docs/performance/restate.md`.
public final class Restate implements Variant {

  private static final String SERVICE = "dev.orderpipeline.bench.restate.service.SagaService";
  private static final String HANDLER = "OrderSaga/process";
  private static final String OUTCOMES = "completed";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /// Restate reports its use to its makers unless told not to, by this or by its configuration.
  private static final Map<String, String> NO_TELEMETRY = Map.of("DO_NOT_TRACK", "1");

  private @Nullable Installation installation;

  @Override
  public String name() {
    return Variants.RESTATE;
  }

  @Override
  public String what() {
    return "Restate %s, Java SDK: the saga as a virtual object keyed by orderId, fed by Restate's Kafka"
            .formatted(Installation.SERVER_VERSION)
        + " subscription; every step journaled, at-least-once outcomes";
  }

  @Override
  public Optional<String> unavailable() throws InterruptedException {
    try {
      if (installation == null) {
        installation = Installation.install();
      }
      return Optional.empty();
    } catch (InstallationException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public List<String> topics(VariantSetup setup) {
    return List.of(setup.placed(), setup.prefix() + OUTCOMES);
  }

  @Override
  public List<String> outcomes(VariantSetup setup) {
    return List.of(setup.prefix() + OUTCOMES);
  }

  @Override
  public void start(VariantSetup setup) throws InterruptedException {
    Installation installed = installation;
    if (installed == null) {
      throw new IllegalStateException("Restate was not asked whether it is available");
    }
    ServerConfig config = ServerConfig.of(setup);
    Child server =
        setup.start(
            "restate-server",
            List.of(
                installed.server().toString(),
                "--no-logo",
                "--config-file",
                config.write(setup.dir()).toString()),
            NO_TELEMETRY);
    String port =
        setup
            .start(
                Variants.PIPELINE,
                Java.runOn(
                    installed.classPath(),
                    SERVICE,
                    setup.runId(),
                    setup.bootstrap(),
                    setup.gatewaysUrl(),
                    setup.prefix() + OUTCOMES),
                Map.of())
            .awaitLine("ready ", START_LIMIT)
            .substring("ready ".length());
    AdminApi admin = new AdminApi(config.admin());
    admin.awaitReady(server::alive, START_LIMIT);
    admin.register(URI.create("http://" + ServerConfig.HOST + ":" + port));
    admin.subscribe(setup.bootstrap(), setup.placed(), HANDLER, setup.runId());
  }
}
