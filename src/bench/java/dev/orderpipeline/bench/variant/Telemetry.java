package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.telemetry.Observer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the product tells of itself, as `product:telemetry=…`; without it the product is as it
/// comes, with nobody who looks.
public enum Telemetry {
  /// No metrics, no logs of the pipeline, no agent.
  OFF,

  /// Metrics that are read as Prometheus reads them, logs as JSON, and the agent with the
  /// launcher's own sampling, whose spans somebody takes.
  ON;

  /// The product's setting.
  static final String SETTING = "telemetry";

  private static final String PREFIX = SETTING + "=";
  private static final String OBSERVER = "observer";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// The same variant with nothing told, if this one tells everything.
  public static Optional<String> counterpart(String variant) {
    String on = PREFIX + "on";
    return variant.contains(on)
        ? Optional.of(variant.replace(on, PREFIX + "off"))
        : Optional.empty();
  }

  static Optional<Telemetry> of(VariantSetup setup) {
    return Optional.ofNullable(setup.settings().get(SETTING)).map(Telemetry::named);
  }

  private static Telemetry named(String value) {
    return switch (value) {
      case "on" -> ON;
      case "off" -> OFF;
      default ->
          throw new IllegalArgumentException(PREFIX + " must be on or off, was '" + value + "'");
    };
  }

  /// The product's own settings for it.
  Map<String, String> settings() {
    return switch (this) {
      case OFF -> Map.of("http.metrics", "false");
      case ON -> Map.of();
    };
  }

  /// What comes before the command in the launcher's line.
  List<String> options() {
    return switch (this) {
      case OFF -> List.of();
      case ON -> List.of("--traces");
    };
  }

  Map<String, String> environment(VariantSetup setup) {
    return switch (this) {
      case OFF -> Map.of("ORDER_PIPELINE_LOG_LEVEL", "OFF");
      case ON ->
          Map.of(
              "ORDER_PIPELINE_LOG_FORMAT",
              "json",
              "OTEL_JAVAAGENT_CONFIGURATION_FILE",
              agentFile(setup).toString());
    };
  }

  /// Where an instance learns of the observer, also one that is started later.
  private static Path agentFile(VariantSetup setup) {
    return setup.dir().resolve("agent.properties");
  }

  /// Begins before the product does.
  void begin(VariantSetup setup) throws InterruptedException {
    if (this == OFF) {
      return;
    }
    Child observer = setup.start(OBSERVER, Java.run(Observer.class.getName()), Map.of());
    String url = observer.awaitLine("ready ", LIMIT).substring("ready ".length());
    try {
      Files.writeString(agentFile(setup), "otel.exporter.otlp.endpoint=" + url + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + agentFile(setup), e);
    }
  }

  /// Instances that serve are looked at from now on.
  void watch(VariantSetup setup, List<String> urls) {
    if (this == ON) {
      Child observer = observer(setup);
      urls.forEach(url -> observer.tell("scrape " + url + "/metrics"));
    }
  }

  /// The instances are about to end: nobody looks any more.
  void stop(VariantSetup setup) throws InterruptedException {
    if (this == ON) {
      Child observer = observer(setup);
      observer.tell("stop");
      var _ = observer.awaitLine("stopped", LIMIT);
    }
  }

  /// What was seen of the product, which has told the last of it when it ended.
  ///
  /// @throws IllegalStateException if it was not told what should have been
  Optional<String> told(VariantSetup setup) throws InterruptedException {
    if (this == OFF) {
      return Optional.empty();
    }
    Child observer = observer(setup);
    observer.tell("tell");
    String[] told = observer.awaitLine("told ", LIMIT).split(" ", 6);
    String seen =
        "telemetry: %s scrapes, %s of them failed, the last of %s bytes; %s spans"
            .formatted(told[1], told[2], told[3], told[4]);
    if (told[1].equals("0") || !told[2].equals("0") || told[4].equals("0")) {
      throw new IllegalStateException((seen + " " + told[5]).strip());
    }
    return Optional.of(seen);
  }

  private static Child observer(VariantSetup setup) {
    return setup.running(OBSERVER).getFirst();
  }
}
