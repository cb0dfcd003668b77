package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Java;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One `order-pipeline serve` of a run; its number, from 1, names its seat in the group and its
/// state directory, so that it can be started again after a crash.
public final class Instance {

  /// With an agent, on a busy machine, a start takes more than half a minute.
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /// The end of the line that `serve` says when it listens.
  private static final String AT = "HTTP at ";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Instance() {}

  /// Its seat in the group.
  public static String id(VariantSetup setup, int number) {
    return setup.runId() + "-" + number;
  }

  /// Where it keeps its copy of the finished orders.
  public static Path stateDir(VariantSetup setup, int number) {
    return setup.dir().resolve("state-" + number);
  }

  /// Starts it; returns at once.
  public static Child start(VariantSetup setup, int number) {
    var environment = new HashMap<>(Product.environment(setup));
    environment.put("ORDER_PIPELINE_INSTANCE_ID", id(setup, number));
    environment.put("ORDER_PIPELINE_STATE_DIR", stateDir(setup, number).toString());
    Product.javaOpts(setup)
        .ifPresent(options -> environment.put("ORDER_PIPELINE_JAVA_OPTS", options));
    Optional<Telemetry> telemetry = Telemetry.of(setup);
    telemetry.ifPresent(told -> environment.putAll(told.environment(setup)));
    var command = new ArrayList<>(telemetry.map(Telemetry::options).orElse(List.of()));
    command.addAll(List.of("serve", "--config", settingsFile(setup).toString()));
    return setup.start(
        Variants.PIPELINE, Java.product(command.toArray(String[]::new)), environment);
  }

  /// Waits until it listens.
  ///
  /// @return base of its HTTP API
  static String awaitServing(Child instance) throws InterruptedException {
    String line = instance.awaitLine("serving", START_LIMIT);
    return line.substring(line.indexOf(AT) + AT.length()).strip();
  }

  /// Waits until all that it owns is restored.
  static void awaitReady(String url, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (status(HttpRequest.newBuilder(URI.create(url + "/health/ready"))) != 200) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "the pipeline at %s was not ready within %d s".formatted(url, limit.toSeconds()));
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /// What it answers to a request.
  static int status(HttpRequest.Builder request) throws InterruptedException {
    try {
      return CLIENT
          .send(request.timeout(ANSWER_LIMIT).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException("the pipeline does not answer", e);
    }
  }

  private static Path settingsFile(VariantSetup setup) {
    Path file = setup.dir().resolve("product.properties");
    try {
      return Files.writeString(
          file,
          Product.settings(setup).entrySet().stream()
              .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
