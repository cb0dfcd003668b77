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
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Publishes records of `orders.placed` again, those only whose orders the pipeline does not know.
///
/// A record published again says which one it repeats, so that a replay that was cut short, or is
/// run twice, publishes it once. Blocks its caller.
public final class Replay {

  private static final String SUBJECT = "replay";
  private static final String RUNNING = "RUNNING";
  private static final String DONE = "DONE";
  private static final Duration ASK = Duration.ofSeconds(20);

  /// @param callable how old an unknown order may be for the gateways to be called for it
  /// @param rate most records a second
  /// @param readLimit for reading a topic once
  /// @param mostOrders that may be kept in mind, about 200 bytes each
  public record Setup(
      Map<String, Object> client,
      String pipelineId,
      TopicNames topics,
      Duration callable,
      int rate,
      Duration readLimit,
      int mostOrders,
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

  public String id() {
    return id;
  }

  /// What was said of it last.
  public Optional<JsonNode> word() {
    return word(reader, setup.topics(), id, ASK);
  }

  /// What was said last of the replay with this id.
  ///
  /// @throws IllegalStateException if the topic cannot be read
  public static Optional<JsonNode> word(
      TopicReader reader, TopicNames topics, String id, Duration limit) {
    return Optional.ofNullable(OperationsLog.read(reader, topics, SUBJECT, limit).get(id));
  }

  /// Whether a replay that said this has ended.
  public static boolean isDone(JsonNode word) {
    return word.path("status").asText().equals(DONE);
  }

  /// What was said when a replay with this id ended; empty if none has.
  public Optional<String> done() {
    return word()
        .filter(Replay::isDone)
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
    KnownOrders orders = new KnownOrders(setup.mostOrders());
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

  /// What is said first of a replay that nobody began before.
  public JsonNode firstWord(String by, String why) {
    return said(RUNNING, 0, OptionalLong.empty(), by, why);
  }

  private ObjectNode said(
      String status, long published, OptionalLong total, String by, String why) {
    ObjectNode word =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", status)
            .put("selection", selection.toString())
            .put("published", published);
    total.ifPresent(orders -> word.put("total", orders));
    return word.put("at", setup.clock().instant().toString()).put("by", by).put("why", why);
  }

  /// Takes the seat, and says that it begins. Whoever replays now is broken off.
  public Begun begin(String by, String why) {
    OperatorSeat seat = OperatorSeat.take(setup.client(), setup.pipelineId(), SUBJECT);
    try {
      Begun begun = new Begun(seat, word().map(Replay::published).orElse(0L), by, why);
      seat.write(List.of(begun.word(RUNNING, 0)));
      return begun;
    } catch (RuntimeException e) {
      seat.close();
      throw e;
    }
  }

  private static long published(JsonNode word) {
    return word.path("published").asLong();
  }

  /// Hears how many orders are published by now, of how many.
  @FunctionalInterface
  public interface Progress {
    void published(long orders, long total);
  }

  /// A replay that has its seat, where nobody else can replay meanwhile. Used by one thread at a
  /// time.
  public final class Begun implements AutoCloseable {

    private final OperatorSeat seat;

    /// By whoever was cut short.
    private final long before;

    private final String by;
    private final String why;
    private OptionalLong total = OptionalLong.empty();

    private Begun(OperatorSeat seat, long before, String by, String why) {
      this.seat = seat;
      this.before = before;
      this.by = by;
      this.why = why;
    }

    /// Plans, and publishes.
    ///
    /// @param progress told of every record
    /// @return what was done
    /// @throws OperatorSeat.SeatTaken if somebody else replays now
    /// @throws IllegalStateException if topics cannot be read or written, or it is told to stop
    public ReplayReport publish(Progress progress) {
      ReplayReport report = plan();
      long all = before + report.runs().size();
      long[] written = {before};
      total = OptionalLong.of(all);
      seat.write(List.of(word(RUNNING, 0)));
      PacedSeat paced =
          new PacedSeat(
              seat::write,
              setup.rate(),
              Waits.SYSTEM,
              published -> word(RUNNING, published),
              _ -> progress.published(++written[0], all));
      scan.read(
          setup.topics().placed(),
          record -> {
            if (report.runs().contains(record.position())) {
              paced.add(Republishing.of(record, setup.topics().placed(), id));
            }
          });
      paced.flush();
      seat.write(List.of(word(DONE, paced.published())));
      return report;
    }

    private OutgoingRecord word(String status, long published) {
      ObjectNode word = said(status, before + published, total, by, why);
      return OperationsLog.say(setup.topics(), SUBJECT, id, word);
    }

    @Override
    public void close() {
      seat.close();
    }
  }
}
