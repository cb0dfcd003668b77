package dev.orderpipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.operations.audit.PlacedJudge;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.operations.audit.TopicSource;
import dev.orderpipeline.telemetry.Scrape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditCommandTest {

  private static final Instant PLACED_AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant NOW = PLACED_AT.plusSeconds(3600);

  @TempDir Path temp;

  private final MemoryTopics topics = new MemoryTopics();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path ledger = Path.of("");

  /// Hands out records and remembers what was asked for, in order.
  private static final class MemoryTopics implements TopicSource {
    private final List<TopicRecord> records = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    void add(String topic, String key, String value) {
      records.add(
          new TopicRecord(
              topic,
              0,
              records.size(),
              PLACED_AT,
              Optional.of(key),
              Optional.of(value.getBytes(UTF_8)),
              Map.of()));
    }

    @Override
    public void read(Collection<String> names, boolean readCommitted, Consumer<TopicRecord> sink) {
      assertThat(readCommitted).isTrue();
      asked.addAll(names);
      records.stream().filter(r -> names.contains(r.topic())).forEach(sink);
    }
  }

  private static PlacedJudge.Verdict judge(Optional<String> key, Optional<byte[]> value) {
    return new PlacedJudge.Valid(
        key.orElseThrow(),
        new String(value.orElseThrow(), UTF_8),
        new Money(5, Currency.getInstance("EUR")),
        List.of());
  }

  @BeforeEach
  void placeAnOrder() throws IOException {
    ledger = Files.createFile(temp.resolve("ledger"));
    topics.add("t.placed", "o-1", "{}");
  }

  private int run(String... more) {
    return run(topics, more);
  }

  private int run(TopicSource source, String... more) {
    List<String> args = new ArrayList<>(List.of("--temp-dir", temp.toString()));
    args.addAll(List.of(more));
    AuditCommand.Parts parts =
        new AuditCommand.Parts(source, new TopicRoles("t."), AuditCommandTest::judge);
    return new CommandLine(new AuditCommand((_, _) -> parts, () -> NOW))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }

  private String ledger() {
    return ledger.toString();
  }

  @Test
  void anOrderInProgressIsClean() {
    assertThat(run("--ledger", ledger())).isZero();
    assertThat(out.toString().lines()).contains("audit: clean");
    assertThat(topics.asked)
        .containsExactly(
            "t.completed",
            "t.failed",
            "t.compensating",
            "t.reserving",
            "t.charging",
            "t.validating",
            "t.placed",
            "t.dead-letter");
  }

  @Test
  void aQuietSystemHasNoOrderInProgress() {
    assertThat(run("--ledger", ledger(), "--expect-quiet")).isEqualTo(1);
    assertThat(out.toString().lines()).contains("audit: 1 violation(s)");
    assertThat(out.toString()).contains("NoOrderLost: order o-1", "t.placed-0@0");
  }

  @Test
  void printsJson() throws IOException {
    assertThat(run("--ledger", ledger(), "--expect-quiet", "--json")).isEqualTo(1);
    JsonNode report = JsonMapper.builder().build().readTree(out.toString());
    assertThat(report.path("verdict").asText()).isEqualTo("audit: 1 violation(s)");
    assertThat(report.path("counts").path("placed").asInt()).isEqualTo(1);
    assertThat(report.path("violations").get(0).path("evidence").get(0).asText())
        .isEqualTo("t.placed-0@0");
    assertThat(report.path("violations").get(0).path("orderId").asText()).isEqualTo("o-1");
  }

  @Test
  void whatWasFoundIsWrittenForPrometheus() throws IOException {
    Path file = temp.resolve("audit.prom");
    assertThat(run("--ledger", ledger(), "--expect-quiet", "--metrics-file", file.toString()))
        .isEqualTo(1);
    Scrape scrape = Scrape.of(Files.readString(file));
    assertThat(scrape.value("pipeline_audit_violations", "guarantee", "NoOrderLost")).isEqualTo(1);
    assertThat(scrape.value("pipeline_audit_violations", "guarantee", "MoneyAddsUp")).isZero();
    assertThat(scrape.value("pipeline_audit_timestamp_seconds"))
        .isEqualTo((double) NOW.getEpochSecond());
    assertThat(run("--ledger", ledger(), "--metrics-file", file.toString())).isZero();
    assertThat(Scrape.of(Files.readString(file)).samples())
        .filteredOn(sample -> sample.name().equals("pipeline_audit_violations"))
        .allMatch(sample -> sample.value() == 0);
    assertThat(run("--ledger", ledger(), "--metrics-file", temp.resolve("no/such/dir").toString()))
        .isEqualTo(2);
  }

  @Test
  void sinceLeavesOutWhatBeganBefore() {
    for (String since : List.of("30m", "PT59M", "2026-01-02T03:04:06Z")) {
      assertThat(run("--ledger", ledger(), "--expect-quiet", "--since", since)).as(since).isZero();
    }
    for (String since : List.of("61m", "2h", "1d", "2026-01-02T03:04:05Z")) {
      assertThat(run("--ledger", ledger(), "--expect-quiet", "--since", since))
          .as(since)
          .isEqualTo(1);
    }
  }

  @Test
  void anAuditThatCouldNotBeDoneIsNeitherCleanNorBroken() {
    assertThat(run("--ledger", temp.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("audit: not done", "none");
    assertThat(run("--ledger", ledger(), "--ledger", ledger())).isEqualTo(2);
    assertThat(err.toString()).contains("given twice");
    for (String since : List.of("yesterday", "-2h", "")) {
      assertThat(run("--ledger", ledger(), "--since", since)).as(since).isEqualTo(2);
    }
    assertThat(run()).isEqualTo(2);
    TopicSource missing =
        (_, _, _) -> {
          throw new UncheckedIOException("topic t.placed is missing", new IOException("gone"));
        };
    assertThat(run(missing, "--ledger", ledger())).isEqualTo(2);
    assertThat(err.toString()).contains("topic t.placed is missing");
    TopicSource defect =
        (_, _, _) -> {
          throw new IllegalStateException("defect");
        };
    assertThat(run(defect, "--ledger", ledger())).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("audit: clean");
  }
}
