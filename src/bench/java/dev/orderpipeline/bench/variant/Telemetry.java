package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.bench.telemetry.Observer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the product tells of itself, as `product:telemetry=…`; without it the product is as it
/// comes, with nobody who looks. One kind alone tells what of the whole it costs.
///
/// @param parts what is told: nothing of the rest
public record Telemetry(Set<Part> parts) {

  enum Part {
    /// Read as Prometheus reads them.
    METRICS,

    /// As JSON, to where the service's output goes.
    LOGS,

    /// The agent with the launcher's own sampling, whose spans somebody takes.
    TRACES
  }

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
    if (value.equals("on")) {
      return new Telemetry(EnumSet.allOf(Part.class));
    }
    if (value.equals("off")) {
      return new Telemetry(EnumSet.noneOf(Part.class));
    }
    return Arrays.stream(Part.values())
        .filter(part -> value.equals(part.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(part -> new Telemetry(EnumSet.of(part)))
        .orElseThrow(() ->
            new IllegalArgumentException(
                PREFIX + " must be on, off, metrics, logs or traces, was '" + value + "'"));
  }

  public Telemetry {
    parts = Set.copyOf(parts);
  }

  private boolean has(Part part) {
    return parts.contains(part);
  }

  /// Whether somebody has to be there who takes it.
  private boolean observed() {
    return has(Part.METRICS) || has(Part.TRACES);
  }

  /// The product's own settings for it.
  Map<String, String> settings() {
    return has(Part.METRICS) ? Map.of() : Map.of("http.metrics", "false");
  }

  /// What comes before the command in the launcher's line.
  List<String> options() {
    return has(Part.TRACES) ? List.of("--traces") : List.of();
  }

  Map<String, String> environment(VariantSetup setup) {
    var environment = new HashMap<String, String>();
    if (has(Part.LOGS)) {
      environment.put("ORDER_PIPELINE_LOG_FORMAT", "json");
    } else {
      environment.put("ORDER_PIPELINE_LOG_LEVEL", "OFF");
    }
    if (has(Part.TRACES)) {
      environment.put("OTEL_JAVAAGENT_CONFIGURATION_FILE", agentFile(setup).toString());
    }
    return Map.copyOf(environment);
  }

  /// Where an instance learns of the observer, also one that is started later.
  private static Path agentFile(VariantSetup setup) {
    return setup.dir().resolve("agent.properties");
  }

  /// Begins before the product does.
  void begin(VariantSetup setup) throws InterruptedException {
    if (!observed()) {
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
    if (has(Part.METRICS)) {
      Child observer = observer(setup);
      urls.forEach(url -> observer.tell("scrape " + url + "/metrics"));
    }
  }

  /// The instances are about to end: nobody looks any more.
  void stop(VariantSetup setup) throws InterruptedException {
    if (observed()) {
      Child observer = observer(setup);
      observer.tell("stop");
      var _ = observer.awaitLine("stopped", LIMIT);
    }
  }

  /// What was seen of the product, which has told the last of it when it ended.
  ///
  /// @throws IllegalStateException if it was not told what should have been
  Optional<String> told(VariantSetup setup) throws InterruptedException {
    if (!observed()) {
      return Optional.empty();
    }
    Child observer = observer(setup);
    observer.tell("tell");
    String[] told = observer.awaitLine("told ", LIMIT).split(" ", 6);
    String seen =
        "telemetry: %s scrapes, %s of them failed, the last of %s bytes; %s spans"
            .formatted(told[1], told[2], told[3], told[4]);
    boolean scraped = !told[1].equals("0") && told[2].equals("0");
    boolean traced = !told[4].equals("0");
    if (scraped != has(Part.METRICS) || traced != has(Part.TRACES)) {
      throw new IllegalStateException((seen + " " + told[5]).strip());
    }
    return Optional.of(seen);
  }

  private static Child observer(VariantSetup setup) {
    return setup.running(OBSERVER).getFirst();
  }
}
