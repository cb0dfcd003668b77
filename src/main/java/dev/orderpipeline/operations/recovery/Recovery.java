package dev.orderpipeline.operations.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.operations.letters.Letter;
import dev.orderpipeline.operations.letters.LetterKind;
import dev.orderpipeline.operations.letters.LetterReader;
import dev.orderpipeline.operations.replay.PacedSeat;
import dev.orderpipeline.operations.replay.Republishing;
import dev.orderpipeline.operations.replay.TopicScan;
import dev.orderpipeline.operations.replay.Waits;
import dev.orderpipeline.stream.topics.GroupAdmin;
import dev.orderpipeline.stream.topics.InternalTopics;
import dev.orderpipeline.stream.topics.KeptState;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Brings back the orders of a pipeline whose memory is lost, from the topics of states.
///
/// 1. While nobody runs: the input is closed by a word on the operations topic. From now on the
///    pipeline may run with an empty memory, and it starts no order.
/// 2. The topics of states are read to their ends; nobody writes to them, since nobody knows of an
///    order.
/// 3. The latest snapshot of every order is published as a restore command. What is known already
///    is refused by its version, so that doing it twice, or half, does no harm.
/// 4. Orders that only the memory knew of, since they waited for capacity, are placed again.
/// 5. When a running pipeline has applied it all, the input is opened.
public final class Recovery implements AutoCloseable {

  private static final Duration ASK = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration SEATS = Duration.ofSeconds(10);
  private static final Duration TRANSACTIONS = Duration.ofSeconds(60);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final RecoverySetup setup;
  private final RecoveryWords words;
  private final RecoveryWords.Heard heard;
  private final TopicReader reader;
  private final TopicScan scan;
  private final GroupAdmin group;
  private final KeptState state;
  private final Consumer<String> progress;
  private final Map<Integer, Long> firstRestore = new HashMap<>();
  private final Map<Integer, Long> lastRestore = new HashMap<>();

  /// @param by who asks
  /// @param progress told in a line what is going on
  public Recovery(RecoverySetup asked, String by, String why, Consumer<String> progress) {
    this.reader = new TopicReader(asked.client(), System::nanoTime);
    this.words = new RecoveryWords(asked.topics(), by, why, asked.clock());
    this.heard = words.hear(reader, ASK);
    Set<String> from = new LinkedHashSet<>(asked.from());
    from.addAll(stillThere(asked, heard.from()));
    this.setup = asked.with(List.copyOf(from));
    this.scan = new TopicScan(reader, setup.readLimit());
    this.group = new GroupAdmin(setup.client(), setup.pipelineId(), ASK);
    this.state =
        new KeptState(
            setup.client(),
            new InternalTopics(setup.pipelineId()),
            setup.topics(),
            setup.clock(),
            ASK);
    this.progress = progress;
  }

  /// Topics of earlier recoveries are needed as long as they hold orders; somebody may have deleted
  /// them since.
  private static Set<String> stillThere(RecoverySetup asked, Set<String> prefixes) {
    try (TopicAdmin admin = new TopicAdmin(asked.client(), ASK)) {
      Set<String> there = new LinkedHashSet<>(prefixes);
      there.removeIf(prefix -> admin.partitions(new TopicNames(prefix)).isEmpty());
      return there;
    }
  }

  /// What was said last of the recovery with this id.
  ///
  /// @throws IllegalStateException if the topic cannot be read
  public static Optional<JsonNode> word(
      TopicReader reader, TopicNames topics, String id, Duration limit) {
    return Optional.ofNullable(
        OperationsLog.read(reader, topics, RecoveryWords.SUBJECT, limit).get(id));
  }

  /// Whether there is anything to bring back, and whether it can be done now.
  public sealed interface Standing {
    /// The memory is whole.
    record NothingLost() implements Standing {}

    /// Somebody still runs on it.
    record StillRunning(List<String> members) implements Standing {}

    /// @param underway the recovery that was begun and has not ended
    record Ready(String why, Optional<String> underway) implements Standing {}
  }

  /// Looks, changes nothing.
  public Standing standing() {
    if (heard.underway().isPresent()) {
      return new Standing.Ready("a recovery has not ended", heard.underway());
    }
    String why;
    if (state.lookAtMemory() instanceof KeptState.Verdict.Lost(String what)) {
      why = what;
    } else if (movesHere()) {
      why = "orders move here from " + setup.from();
    } else {
      return new Standing.NothingLost();
    }
    List<String> members = membersThatStay();
    return members.isEmpty()
        ? new Standing.Ready(why, Optional.empty())
        : new Standing.StillRunning(members);
  }

  /// Who has just stopped keeps its seat for a session time-out.
  private List<String> membersThatStay() {
    Instant end = setup.clock().instant().plus(SEATS);
    List<String> members = group.members();
    while (!members.isEmpty() && setup.clock().instant().isBefore(end)) {
      Waits.SYSTEM.pause(POLL);
      members = group.members();
    }
    return members;
  }

  /// Whether the orders of another prefix are wanted that no recovery has brought here yet.
  private boolean movesHere() {
    return !heard.from().containsAll(setup.from());
  }

  /// Reads the topics; changes nothing.
  public Survey survey() {
    return new Surveyor(setup, scan, group).survey();
  }

  /// Why what was found must not be brought into this pipeline.
  public Optional<String> refusal(Survey survey) {
    return survey.refusal(setup);
  }

  /// What was published.
  ///
  /// @param restored snapshots
  /// @param placed orders placed again
  public record Published(String id, Survey survey, long restored, long placed) {}

  /// Under which its progress is kept: that of the recovery underway, or a new one.
  public String id(Standing.Ready ready) {
    return ready.underway().orElseGet(() -> ID.format(setup.clock().instant()));
  }

  /// Closes the input and publishes everything.
  ///
  /// @param id from [#id]
  /// @throws OperatorSeat.SeatTaken if somebody else recovers now
  public Published publish(Standing.Ready ready, String id) {
    try (OperatorSeat seat = OperatorSeat.take(setup.client(), setup.pipelineId(), "recovery")) {
      if (ready.underway().isEmpty()) {
        prepare();
      }
      seat.write(words.begin(id, setup.from(), heard.closed()));
      progress.accept("recovery %s: the input is closed".formatted(id));
      awaitTransactions();
      Survey survey = survey();
      refusal(survey)
          .ifPresent(refusal -> {
            throw new IllegalStateException(refusal);
          });
      long restored = publishRestores(seat, id, survey);
      long placed = publishUnstarted(seat, id, survey, restored);
      return new Published(id, survey, restored, placed);
    }
  }

  /// Only while nobody is in the group.
  private void prepare() {
    for (String input : setup.topics().inputs()) {
      if (group.consumed(input).isEmpty()) {
        // What lies here was read by whoever wrote the topics of states.
        group.consume(input, group.ends(input));
      }
    }
    if (movesHere()) {
      List<String> internal = new InternalTopics(setup.pipelineId()).all();
      progress.accept("the internal topics %s are dropped".formatted(internal));
      group.delete(internal);
    }
  }

  /// Behind an open transaction nothing can be read; those of the dead are aborted within seconds.
  private void awaitTransactions() {
    List<String> all =
        setup.sources().stream().flatMap(topics -> topics.states().stream()).toList();
    Instant end = setup.clock().instant().plus(TRANSACTIONS);
    while (group.inTransaction(all)) {
      if (setup.clock().instant().isAfter(end)) {
        throw new IllegalStateException(
            "a transaction on %s has been open for %s: somebody still writes there; stop it and run recover again"
                .formatted(all, TRANSACTIONS));
      }
      Waits.SYSTEM.pause(POLL);
    }
  }

  private long publishRestores(OperatorSeat seat, String id, Survey survey) {
    PacedSeat paced = paced(seat, id, 0, this::restoreLiesAt);
    for (TopicNames topics : setup.sources()) {
      scan.read(
          topics.states(),
          record ->
              record
                  .key()
                  .flatMap(survey.orders()::find)
                  .filter(latest -> latest.liesAt(record) && survey.plan().restores(latest))
                  .ifPresent(_ -> paced.add(restore(record))));
    }
    paced.flush();
    progress.accept("%d restore commands published".formatted(paced.published()));
    return paced.published();
  }

  private void restoreLiesAt(SourcePosition position) {
    firstRestore.merge(position.partition(), position.offset(), Math::min);
    lastRestore.merge(position.partition(), position.offset(), Math::max);
  }

  private OutgoingRecord restore(TopicRecord record) {
    return new OutgoingRecord(
        setup.topics().commands(),
        Optional.empty(),
        record.key().map(key -> key.getBytes(UTF_8)),
        record.value().map(snapshot -> CommandWriter.restore(words.by(), snapshot)),
        Map.of());
  }

  private long publishUnstarted(OperatorSeat seat, String id, Survey survey, long restored) {
    PacedSeat paced = paced(seat, id, restored, _ -> {});
    for (TopicNames topics : setup.sources()) {
      List<TopicRecord> found = new ArrayList<>();
      scan.read(
          topics.placed(),
          record -> {
            if (survey.unstarted().contains(record.position())) {
              found.add(record);
            }
          });
      found.forEach(record -> paced.add(Republishing.of(record, setup.topics().placed(), id)));
    }
    paced.flush();
    return paced.published();
  }

  private PacedSeat paced(
      OperatorSeat seat, String id, long before, Consumer<SourcePosition> onWritten) {
    return new PacedSeat(
        seat::write,
        setup.rate(),
        Waits.SYSTEM,
        published -> words.running(id, setup.from(), before + published, heard.closed()),
        onWritten);
  }

  /// Waits until a running pipeline has applied everything published, then opens the input.
  ///
  /// If a pause or the brake had closed it, or did meanwhile, that stays.
  ///
  /// @return false if it has not within the limit; running it again goes on from here
  /// @throws IllegalStateException if an order was not brought back; the input stays closed
  public boolean finish(Published published, Duration limit) {
    Instant end = setup.clock().instant().plus(limit);
    boolean told = false;
    long nextWord = System.nanoTime();
    while (unapplied() > 0 || group.members().isEmpty()) {
      if (setup.clock().instant().isAfter(end)) {
        return false;
      }
      if (!told && group.members().isEmpty()) {
        progress.accept(
            "no instance runs: start `./order-pipeline serve` now; it brings the orders back and"
                + " takes no new ones until this has ended");
        told = true;
      }
      if (System.nanoTime() >= nextWord) {
        progress.accept("%d commands to be applied".formatted(unapplied()));
        nextWord = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      }
      Waits.SYSTEM.pause(POLL);
    }
    if (state.lookAtMemory() instanceof KeptState.Verdict.Lost(String what)) {
      throw new IllegalStateException(
          what + " while orders were brought back: stop every instance and run recover again");
    }
    refuseToOpenWithout(notBroughtBack());
    try (OperatorSeat seat = OperatorSeat.take(setup.client(), setup.pipelineId(), "recovery")) {
      Optional<IntakeWord> closed = words.hear(reader, ASK).closed();
      seat.write(
          words.end(
              published.id(), setup.from(), published.restored() + published.placed(), closed));
    }
    return true;
  }

  /// Dead letters of commands from among those that were published here.
  private List<Letter> notBroughtBack() {
    var letters = new LetterReader(setup.topics().placed(), setup.topics().commands());
    List<Letter> found = new ArrayList<>();
    scan.read(
        setup.topics().deadLetter(),
        record -> {
          Letter letter = letters.read(record);
          if (letter.kind() == LetterKind.COMMAND
              && letter.source().filter(source -> isFromHere(source.place())).isPresent()) {
            found.add(letter);
          }
        });
    return found;
  }

  private boolean isFromHere(SourcePosition command) {
    Long first = firstRestore.get(command.partition());
    Long last = lastRestore.get(command.partition());
    return first != null && last != null && command.offset() >= first && command.offset() <= last;
  }

  /// An order that is not known would be taken for a new one as soon as it is placed once more.
  private static void refuseToOpenWithout(List<Letter> letters) {
    if (!letters.isEmpty()) {
      throw new IllegalStateException(
          "%d order(s) not brought back: their commands are dead letters, such as %s (%s). The input stays closed; mend the cause and run recover again, it brings back what is missing"
              .formatted(letters.size(), letters.getFirst().id(), letters.getFirst().message()));
    }
  }

  private long unapplied() {
    Map<Integer, Long> consumed = group.consumed(setup.topics().commands());
    return lastRestore.entrySet().stream()
        .mapToLong(
            last -> Math.max(0, last.getValue() + 1 - consumed.getOrDefault(last.getKey(), 0L)))
        .sum();
  }

  @Override
  public void close() {
    group.close();
    state.close();
  }
}
