package dev.orderpipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.Golden;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.TestOrders;
import dev.orderpipeline.gateways.BreakerState;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.gateways.Pause;
import dev.orderpipeline.protocol.Admission;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.stream.CommittedOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final Instant NOW = TestOrders.START.plusSeconds(90);

  private final List<Order> active = new ArrayList<>();
  private final List<GateStatus> gates = new ArrayList<>();
  private final Metrics metrics = new Metrics(InstantSource.fixed(NOW));
  private final PipelineEvents events = metrics.events();
  private final CallListener calls = metrics.counting(CallListener.NONE);

  MetricsTest() {
    for (Gateway gateway : Gateway.values()) {
      for (Lane lane : Lane.values()) {
        gates.add(gate(gateway, lane, BreakerState.CLOSED));
      }
    }
    metrics.observe(
        new Subject(
            new CommittedOrders(),
            active::stream,
            () -> gates,
            () -> false,
            Duration.ofMinutes(15)));
  }

  private static GateStatus gate(Gateway gateway, Lane lane, BreakerState state) {
    return new GateStatus(
        gateway, lane, state, NOW, 3, 64, Optional.empty(), OptionalDouble.empty());
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  private Scrape scrape() {
    return Scrape.of(metrics.scrape(OptionalLong.of(7)));
  }

  /// A table of all meters of our own, as they are when nothing has happened yet: all there are.
  @Test
  void thePageInTheDocsIsWhatIsMeasured() {
    Golden.check(Path.of("metrics.md"), MetricsDocument.of(scrape()));
  }

  @Test
  void whateverHappensThereAreNoMoreTimeSeries() {
    int before = scrape().samples().size();
    for (int i = 0; i < 100; i++) {
      String orderId = "o-" + i;
      events.duplicate(orderId);
      events.late(orderId, "Answered");
      events.deadLettered(letter("reason-" + i));
      calls.ended(Step.CHARGE, "POST", new Answer.Declined("code-" + i, "no"), 1_000);
      active.add(new Story(orderId).validated(Duration.ZERO).called().order());
    }
    for (StateName state : StateName.values()) {
      events.refused(active.getFirst(), new Effect.Refuse("Redrive", state, "no"));
    }
    for (Step step : Step.values()) {
      for (ParkReason reason : ParkReason.values()) {
        events.parked(step, reason);
      }
    }
    assertThat(scrape().samples()).hasSize(before);
  }

  @Test
  void aReasonThatNobodyForesawIsCountedAsOther() {
    events.deadLettered(letter("not_json"));
    events.deadLettered(letter("something new"));
    Scrape scrape = scrape();
    assertThat(scrape.value("pipeline_dead_letters_total", "reason", "not_json")).isEqualTo(1);
    assertThat(scrape.value("pipeline_dead_letters_total", "reason", "other")).isEqualTo(1);
  }

  /// The page for operators names every reason there is; a reason of ours that counts as `other`
  /// could not be alerted on.
  @Test
  void everyReasonOfTheDeadLettersPageHasASeries() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("project.basedir", "."), "topology-docs/dead-letters.md"));
    List<String> reasons =
        Pattern.compile("^\\| `([a-z_]+)`", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(reasons)
        .contains(Admission.PROCESSING_FAILED, "older_than_key_retention", "not_json");
    assertThat(Reasons.DEAD_LETTER).containsExactlyInAnyOrderElementsOf(reasons);
  }

  /// The states' page is observed from the machine: it has every move and reason there is.
  @Test
  void everyMoveOfTheMachineIsMeasured() throws IOException {
    List<String> moves =
        Pattern.compile("([A-Z]+) --> ([A-Z]+)")
            .matcher(states())
            .results()
            .filter(move -> !move.group(1).equals(move.group(2)))
            .map(move -> (move.group(1) + " " + move.group(2)).toLowerCase(Locale.ROOT))
            .toList();
    assertThat(moves).hasSizeGreaterThanOrEqualTo(9);
    assertThat(
            scrape().samples().stream()
                .filter(one -> one.name().equals("pipeline_transition_duration_seconds_count"))
                .map(one -> one.labels().get("from") + " " + one.labels().get("to")))
        .containsExactlyInAnyOrderElementsOf(moves);
  }

  private static String states() throws IOException {
    return Files.readString(
        Path.of(System.getProperty("project.basedir", "."), "topology-docs", "states.md"));
  }

  @Test
  void everyReasonForASuspensionHasATimeSeriesOfItsOwn() throws IOException {
    List<String> reasons =
        Pattern.compile("suspended ([a-z_]+)")
            .matcher(states())
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(reasons).isNotEmpty();
    assertThat(Reasons.SUSPENDED).containsAll(reasons);
    assertThat(Reasons.DEAD_LETTER).containsAll(Reasons.SUSPENDED);
  }

  @Test
  void ordersAreCountedByStateAndTheOldestByItsAdmission() {
    active.add(new Story("o-1").validated(Duration.ofSeconds(30)).called().order());
    active.add(new Story("o-2").validated(Duration.ofSeconds(60)).called().order());
    Scrape scrape = scrape();
    assertThat(scrape.value("state_machine_depth", "state", "charging")).isEqualTo(2);
    assertThat(scrape.value("state_machine_depth", "state", "reserving")).isZero();
    assertThat(scrape.value("pipeline_oldest_order_age_seconds", "state", "charging"))
        .isEqualTo(90);
    assertThat(scrape.value("pipeline_oldest_order_age_seconds", "state", "reserving")).isZero();
    assertThat(scrape.value("pipeline_input_lag_records")).isEqualTo(7);
    assertThat(scrape.value("pipeline_order_deadline_seconds")).isEqualTo(900);
    assertThat(scrape.value("pipeline_intake_open")).isEqualTo(1);
  }

  @Test
  void anUnknownOutcomeIsAsOldAsItsFirstRequest() {
    Story story = new Story("o-1").validated(Duration.ofSeconds(10)).called();
    story.answered(Duration.ofSeconds(5), new Answer.Unknown("timeout", false));
    active.add(story.order());
    assertThat(scrape().value("pipeline_unknown_outcome_age_seconds", "step", "charge"))
        .isEqualTo(80);
  }

  @Test
  void aSuspendedOrderIsCountedByReasonAndAgesNoMore() {
    Story story = new Story("o-1").validated(Duration.ofSeconds(10)).called();
    story.answered(Duration.ZERO, new Answer.Rejected("malformed", "no"));
    assertThat(story.order().suspended()).isPresent();
    active.add(story.order());
    Scrape scrape = scrape();
    assertThat(scrape.value("pipeline_suspended_orders", "reason", "request_rejected"))
        .isEqualTo(1);
    assertThat(scrape.value("pipeline_oldest_order_age_seconds", "state", "charging")).isZero();
    assertThat(scrape.value("state_machine_depth", "state", "charging")).isEqualTo(1);
  }

  @Test
  void breakersAreNumbers() {
    gates.set(0, gate(Gateway.PAYMENTS, Lane.FORWARD, BreakerState.OPEN));
    gates.set(2, gate(Gateway.INVENTORY, Lane.FORWARD, BreakerState.HALF_OPEN));
    Scrape scrape = scrape();
    assertThat(breaker(scrape, "payments", "forward")).isEqualTo(1);
    assertThat(breaker(scrape, "payments", "compensation")).isZero();
    assertThat(breaker(scrape, "inventory", "forward")).isEqualTo(2);
    assertThat(
            scrape.value("pipeline_calls_in_flight", "gateway", "payments", "lane", "compensation"))
        .isEqualTo(3);
    assertThat(scrape.value("pipeline_calls_limit", "gateway", "payments", "lane", "forward"))
        .isEqualTo(64);
  }

  @Test
  void aPauseIsSeenOnItsLaneAlone() {
    GateStatus open = gate(Gateway.PAYMENTS, Lane.FORWARD, BreakerState.CLOSED);
    gates.set(
        0,
        new GateStatus(
            open.gateway(),
            open.lane(),
            open.breaker(),
            open.since(),
            open.inFlight(),
            open.limit(),
            Optional.of(new Pause(NOW, "ops", "flapping")),
            open.failureRatePercent()));
    Scrape scrape = scrape();
    assertThat(paused(scrape, "payments", "forward")).isEqualTo(1);
    assertThat(paused(scrape, "payments", "compensation")).isZero();
    assertThat(paused(scrape, "inventory", "forward")).isZero();
  }

  private static double paused(Scrape scrape, String gateway, String lane) {
    return scrape.value("pipeline_gateway_paused", "gateway", gateway, "lane", lane);
  }

  private static double breaker(Scrape scrape, String gateway, String lane) {
    return scrape.value("circuit_breaker_state", "gateway", gateway, "lane", lane);
  }

  @Test
  void callsAreCountedByStepAndClass() {
    calls.ended(Step.CHARGE, "POST", new Answer.Unknown("timeout", false), 5_000_000_000L);
    calls.ended(Step.CHARGE, "GET", new Answer.Absent(), 5_000_000);
    Scrape scrape = scrape();
    assertThat(attempts(scrape, "retryable", "send")).isEqualTo(1);
    assertThat(attempts(scrape, "non_retryable", "query")).isEqualTo(1);
    assertThat(attempts(scrape, "confirmed", "send")).isZero();
    assertThat(
            scrape.value(
                "pipeline_call_duration_seconds_sum", "gateway", "payments", "lane", "forward"))
        .isEqualTo(5.005);
  }

  private static double attempts(Scrape scrape, String classification, String kind) {
    return scrape.value(
        "pipeline_attempts_total", "step", "charge", "class", classification, "kind", kind);
  }

  @Test
  void aLagThatNobodyKnowsIsNoNumber() {
    assertThat(Scrape.of(metrics.scrape(OptionalLong.empty())).value("pipeline_input_lag_records"))
        .isNaN();
  }

  private static DeadLetter letter(String reason) {
    return new DeadLetter(
        "id",
        reason,
        "message",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NOW);
  }

  /// The reference page.
  private static final class MetricsDocument {

    private static final String HEAD =
        """
        # Metrics

        `GET /metrics` of each instance tells, in Prometheus' text format, of that instance. It takes the
        token of `http.read-token`, if there is one; with `http.metrics` false nothing is measured. Dashboards,
        rules and alerts over these are in [monitoring](monitoring).

        What is counted of orders was committed: a transaction that is rolled back counts nothing, and when it
        is done again it counts once. Calls to gateways are counted as they end, since at the gateway they have
        happened whatever becomes of the transaction. Counters begin at 0 when a process starts, and what a
        process committed in the moment before it was killed may be missing: for proofs there is the audit.

        Every time series there can be is there from the start. No label carries an order's id, nor anything
        else that comes in from outside: a reason that is not listed counts as `other`.

        | name | type | labels | meaning |
        |---|---|---|---|
        """;

    private static final String AUDIT =
        """

        A histogram also has `…_bucket`, `…_count`, `…_sum`, and a gauge `…_max` of the last minutes.

        ## From the audit

        A pipeline cannot be its own witness: `order-pipeline audit --metrics-file FILE` writes these for the
        textfile collector of Prometheus' node_exporter.

        | name | type | labels | meaning |
        |---|---|---|---|
        | `pipeline_audit_violations` | gauge | `guarantee` | Times that the last audit found each guarantee broken. |
        | `pipeline_audit_timestamp_seconds` | gauge | | When the last audit ended, in seconds of the epoch. |

        ## From the libraries

        The JVM's (`jvm_*`, `process_*`, `system_*`) come from Micrometer's binders as they are. Kafka Streams and
        its clients have more than a thousand meters, [described by Kafka](https://kafka.apache.org/documentation/#monitoring);
        these come through, labelled with `client_id`, `thread_id`, `task_id`, `topic` and `partition`, as far as they have one:

        """;

    private MetricsDocument() {}

    static String of(Scrape scrape) {
      return scrape.families().values().stream()
              .filter(family -> !family.name().endsWith("_max"))
              .map(MetricsDocument::row)
              .collect(Collectors.joining("", HEAD, AUDIT))
          + KafkaMeters.KEPT.stream()
              .map(name -> "- `" + name.replace('.', '_') + "`\n")
              .sorted()
              .collect(Collectors.joining());
    }

    private static String row(Scrape.Family family) {
      String labels =
          family.labels().entrySet().stream()
              .filter(label -> !label.getKey().equals("le"))
              .map(label ->
                  "`%s`: %s".formatted(label.getKey(), String.join(", ", label.getValue())))
              .collect(Collectors.joining("; "));
      return "| `%s` | %s | %s | %s. |\n"
          .formatted(family.name(), family.type().toLowerCase(Locale.ROOT), labels, family.help());
    }
  }
}
