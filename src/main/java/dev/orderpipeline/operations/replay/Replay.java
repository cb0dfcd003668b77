package dev.orderpipeline.operations.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Publishes records of `orders.placed` again, those only whose orders the pipeline does not know.
///
/// A record published again says which one it repeats, so that a replay that was cut short, or is
/// run twice, publishes it once. Blocks its caller.
public final class Replay {

  private static final String SUBJECT = "replay";
  private static final Duration ASK = Duration.ofSeconds(20);

  /// @param callable how old an unknown order may be for the gateways to be called for it
  /// @param rate most records a second
  /// @param readLimit for reading a topic once
  public record Setup(
      Map<String, Object> client,
      String pipelineId,
      TopicNames topics,
      Duration callable,
      int rate,
      Duration readLimit,
      InstantSource clock) {}

  private final Setup setup;
  private final Selection selection;
  private final String id;
  private final TopicReader reader;
  private final TopicScan scan;

  /// @param id under which what was done is kept
  public Replay(Setup setup, Selection selection, String id) {
    this.setup = setup;
    this.selection = selection;
    this.id = id;
    this.reader = new TopicReader(setup.client(), System::nanoTime);
    this.scan = new TopicScan(reader, setup.readLimit());
  }

  /// What was said when a replay with this id ended; empty if none has.
  public Optional<String> done() {
    JsonNode word = OperationsLog.read(reader, setup.topics(), SUBJECT, ASK).get(id);
    return Optional.ofNullable(word)
        .filter(said -> said.path("status").asText().equals("DONE"))
        .map(said ->
            "by %s at %s: %d orders published"
                .formatted(
                    said.path("by").asText(),
                    said.path("at").asText(),
                    said.path("published").asLong()));
  }

  /// Tells what publishing would come to; changes nothing.
  ///
  /// @throws IllegalStateException if the topics cannot be read
  public ReplayReport plan() {
    KnownOrders orders = new KnownOrders();
    scan.read(setup.topics().states(), orders::add);
    Set<String> deadLettered = new HashSet<>();
    scan.deadLettered(setup.topics(), deadLettered);
    ReplayPlanner planner =
        new ReplayPlanner(
            new ReplayPlanner.Knowledge(
                orders,
                deadLettered,
                scan.published(List.of(setup.topics())),
                consumed(),
                setup.callable()),
            setup.clock().instant());
    ReplayReport report = new ReplayReport();
    scan.read(
        setup.topics().placed(),
        record -> {
          if (selection.holds(record, orders)) {
            report.add(planner.judge(record));
          }
        });
    return report;
  }

  private Map<Integer, Long> consumed() {
    try (TopicAdmin admin = new TopicAdmin(setup.client(), ASK)) {
      return admin.consumed(setup.pipelineId(), setup.topics().placed());
    }
  }

  /// Plans anew from the seat, where nobody else can replay meanwhile, and publishes.
  ///
  /// @return what was done
  /// @throws OperatorSeat.SeatTaken if somebody else replays now
  public ReplayReport run(String by, String why) {
    try (OperatorSeat seat = OperatorSeat.take(setup.client(), setup.pipelineId(), SUBJECT)) {
      ReplayReport report = plan();
      PacedSeat paced =
          new PacedSeat(
              seat,
              setup.rate(),
              System::nanoTime,
              published -> word("RUNNING", published, by, why),
              _ -> {});
      scan.read(
          setup.topics().placed(),
          record -> {
            if (report.runs().contains(record.position())) {
              paced.add(Republishing.of(record, setup.topics().placed(), id));
            }
          });
      paced.flush();
      seat.write(List.of(word("DONE", paced.published(), by, why)));
      return report;
    }
  }

  private OutgoingRecord word(String status, long published, String by, String why) {
    Instant now = setup.clock().instant();
    ObjectNode word =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", status)
            .put("selection", selection.toString())
            .put("published", published)
            .put("at", now.toString())
            .put("by", by)
            .put("why", why);
    return OperationsLog.say(setup.topics(), SUBJECT, id, word);
  }
}
