package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged bench, with every variant, in its shortest form: what it finds means nothing, but
/// that it finds something does.
class BenchIT {

  private static final long LIMIT_MINUTES = 10;

  /// Broker, gateways, load and pipeline.
  private static final int STARTED = 4;

  private static final String WITHOUT_TELEMETRY = "product:telemetry=off";
  private static final String WITH_TELEMETRY = "product:telemetry=on";
  private static final List<String> VARIANTS =
      List.of("product", "floor", "linear", "blocking-streams");

  /// Of those that run at once.
  private static final int ROUNDS = 2;

  @TempDir static Path dir;

  /// The product beside its peers.
  @BeforeAll
  static void measure() throws Exception {
    run("bench", "--smoke", "--variants", String.join(",", VARIANTS), "--page", page().toString());
  }

  @Test
  void everyVariantTakesItsTurnAndTheProductsIsAudited() throws Exception {
    assertThat(said("bench")).contains("audit: clean", "Targets of the product");
    JsonNode runs = report("bench").path("runs");
    assertThat(runs.findValuesAsText("variant")).containsExactlyElementsOf(VARIANTS);
    for (JsonNode run : runs) {
      assertWorked(run);
    }
    assertSameWork(runs.path(0), runs.path(1));
    assertThat(Files.readString(page()))
        .contains("<svg", "</html>")
        .doesNotContain("http://", "NaN");
  }

  /// The product beside itself with all that a service in production has around it: if that
  /// pipeline did not tell of itself, the run would have failed.
  @Test
  void whatTelemetryCostsIsARatioOfTwoThatRunAtOnce() throws Exception {
    run(
        "telemetry",
        "--smoke",
        "--alternate",
        String.valueOf(ROUNDS),
        "--variants",
        WITHOUT_TELEMETRY + "," + WITH_TELEMETRY);
    assertThat(said("telemetry"))
        .containsPattern("telemetry: [1-9]\\d* scrapes, 0 of .* [1-9]\\d* spans")
        .contains("audit: clean");
    assertThat(said("telemetry").lines().filter(line -> line.matches(".*] (warm|drained) .*")))
        .extracting(
            line -> line.substring(line.indexOf('=') + 1, line.indexOf(' ', line.indexOf(']') + 2)))
        .as("all are up before one is measured, and another is the first in each round")
        .containsExactly(
            "off] warm", "on] warm", "off] drained", "on] drained", "on] drained", "off] drained");
    JsonNode report = report("telemetry");
    List<JsonNode> off = runsOf(report, WITHOUT_TELEMETRY);
    List<JsonNode> on = runsOf(report, WITH_TELEMETRY);
    assertThat(on).hasSize(ROUNDS).hasSameSizeAs(off);
    double ratios = 0;
    for (int round = 0; round < ROUNDS; round++) {
      assertWorked(off.get(round));
      assertWorked(on.get(round));
      assertThat(cpu(off.get(round)).has("observer")).isFalse();
      assertThat(cpu(on.get(round)).has("observer")).isTrue();
      ratios +=
          cpu(on.get(round)).path("pipeline").asDouble()
              / cpu(off.get(round)).path("pipeline").asDouble();
    }
    double median = ratios / ROUNDS;
    assertThat(report.path("targets"))
        .filteredOn(target -> target.path("name").asText().startsWith("telemetry"))
        .extracting(target -> target.path("name").asText())
        .containsExactly(
            "telemetry on against off: CPU per order",
            "telemetry on against off: p50 at half of saturation",
            "telemetry on against off: p95 at half of saturation");
    assertThat(report.path("targets"))
        .filteredOn(target -> target.path("name").asText().endsWith("CPU per order"))
        .singleElement()
        .satisfies(target ->
            assertThat(target.path("found").path("median").asDouble())
                .isCloseTo(median, within(1e-9)));
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws Exception {
    Path log = dir.resolve("refused.log");
    Process bench = start(log, "--alternate", "2", "--rounds", "3");
    try {
      assertThat(bench.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      bench.destroy();
    }
    assertThat(bench.exitValue()).isEqualTo(2);
    assertThat(Files.readString(log)).contains("--alternate says how often", "leave out --rounds");
  }

  @Test
  void whatItStartedEndsWithItAlsoWhenItIsKilled() throws Exception {
    Path log = dir.resolve("killed.log");
    Process bench =
        start(log, "--smoke", "--variants", "product", "--dir", dir.resolve("killed").toString());
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() ->
              !bench.isAlive() || bench.descendants().filter(BenchIT::isJava).count() >= STARTED);
      List<ProcessHandle> started = bench.descendants().toList();
      assertThat(started).as(Files.readString(log)).hasSizeGreaterThanOrEqualTo(STARTED);
      bench.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      bench.destroy();
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("java")).isPresent();
  }

  private static Path page() {
    return dir.resolve("bench.html");
  }

  private static void run(String name, String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", dir.resolve(name + ".json").toString()));
    Process bench = start(dir.resolve(name + ".log"), all.toArray(String[]::new));
    try {
      assertThat(bench.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      bench.destroy();
    }
    assertThat(bench.exitValue()).as(said(name)).isZero();
  }

  private static String said(String name) throws IOException {
    return Files.readString(dir.resolve(name + ".log"));
  }

  private static JsonNode report(String name) throws IOException {
    return JsonMapper.builder().build().readTree(dir.resolve(name + ".json").toFile());
  }

  /// Round by round.
  private static List<JsonNode> runsOf(JsonNode report, String variant) {
    return report
        .path("runs")
        .valueStream()
        .filter(run -> run.path("variant").asText().equals(variant))
        .toList();
  }

  /// What an order cost each process while a backlog was worked off.
  private static JsonNode cpu(JsonNode run) {
    return run.path("drain").path("cpuMsPerOrder");
  }

  /// One for each partition that a transaction wrote to.
  private static long markers(JsonNode run, String topic) {
    return run.path("drain")
        .path("topics")
        .valueStream()
        .filter(written -> written.path("topic").asText().endsWith("." + topic))
        .mapToLong(written -> written.path("markers").asLong())
        .sum();
  }

  private static Process start(Path log, String... args) throws IOException {
    Path base = Path.of(System.getProperty("project.basedir", "."));
    Path target = base.resolve("target");
    Path jar = target.resolve("order-pipeline-bench.jar");
    assumeTrue(Files.exists(jar), "built without the profile 'bench'");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorder-pipeline.launcher=" + base.resolve("order-pipeline").toAbsolutePath(),
                "-cp",
                jar
                    + File.pathSeparator
                    + target.resolve("order-pipeline.jar")
                    + File.pathSeparator
                    + target.resolve("bench-lib")
                    + "/*",
                "dev.orderpipeline.bench.BenchCommand"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static void assertWorked(JsonNode run) {
    JsonNode drain = run.path("drain");
    assertThat(drain.path("orders").asInt()).isPositive();
    assertThat(drain.path("arrived")).isEqualTo(drain.path("orders"));
    for (String process : List.of("pipeline", "broker", "gateways", "load", "measurer")) {
      assertThat(drain.path("rssBytes").path(process).asLong()).as(process).isPositive();
    }
    JsonNode step = run.path("steps").path(0);
    assertThat(step.path("arrived")).isEqualTo(step.path("orders"));
    // Two calls of 20 ms, one after the other.
    assertThat(step.path("latency").path("p50").asDouble()).isGreaterThanOrEqualTo(40);
  }

  /// The floor is a measure only if it writes what the product writes.
  private static void assertSameWork(JsonNode product, JsonNode floor) {
    assertThat(markers(floor, "reserving"))
        .as("to few partitions of the states on the way, as the product")
        .isPositive()
        .isLessThan(markers(floor, "completed"));
    double records = product.path("drain").path("recordsPerOrder").asDouble();
    double bytes = product.path("drain").path("payloadBytesPerOrder").asDouble();
    assertThat(floor.path("drain").path("recordsPerOrder").asDouble())
        .isBetween(0.95 * records, 1.05 * records);
    assertThat(floor.path("drain").path("payloadBytesPerOrder").asDouble())
        .isBetween(0.95 * bytes, 1.05 * bytes);
    assertThat(product.path("drain").path("commitsPerSecond").asDouble()).isPositive();
    assertThat(product.path("steps").path(0).path("commitsPerSecond").asDouble()).isPositive();
  }
}
