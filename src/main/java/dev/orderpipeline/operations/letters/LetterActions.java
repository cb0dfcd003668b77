package dev.orderpipeline.operations.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.stream.topics.OperationsLog;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Does what operators decide about dead letters. One operator at a time: the seat is taken before
/// anything is read, and what is published and the word that says so are one transaction, so
/// nothing is redriven twice by accident.
public final class LetterActions {

  private static final String MATTER = "dead-letters";
  private static final int MOST_IN_ONE_WRITE = 100;
  private static final long MOST_BYTES_IN_ONE_WRITE = 4L << 20;

  private final LetterDesk desk;
  private final InstantSource clock;

  public LetterActions(LetterDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  /// A record to be published, and what it is for.
  private record Move(Case one, Prospect prospect, OutgoingRecord record, boolean edited) {}

  /// Redrives the cases that are chosen.
  ///
  /// @param choose from all there are; what it throws is handed on, and nothing is done
  /// @throws OperatorSeat.SeatTaken if another operator has begun to act; what is written by then
  ///   stays written, each of it with its word
  /// @throws IllegalStateException if topics cannot be read or written
  public List<Outcome> redrive(Function<LetterBox, List<Case>> choose, Redriving rules, Act act) {
    if (act.dryRun()) {
      return redrive(choose.apply(desk.study(Set.of())), rules, act, Optional.empty());
    }
    try (OperatorSeat seat = seat()) {
      return redrive(choose.apply(desk.study(Set.of())), rules, act, Optional.of(seat));
    }
  }

  private List<Outcome> redrive(
      List<Case> chosen, Redriving rules, Act act, Optional<OperatorSeat> seat) {
    Map<SourcePosition, Case> left = new LinkedHashMap<>();
    chosen.forEach(one -> left.put(one.newest().record(), one));
    Map<SourcePosition, Outcome> done = new LinkedHashMap<>();
    List<Move> moves = new ArrayList<>();
    long[] bytes = {0};
    desk.originals(
        Set.copyOf(left.keySet()),
        letter -> {
          SourcePosition place = place(letter);
          Case one = left.remove(place);
          if (one == null) {
            return;
          }
          Prospect prospect = rules.of(one, letter.value(), clock.instant());
          Outcome outcome = new Outcome(one, prospect, Optional.empty());
          done.put(place, outcome);
          if (seat.isPresent() && outcome.acts()) {
            moves.add(move(one, prospect, letter, act));
            bytes[0] += one.newest().bytes();
            if (moves.size() >= MOST_IN_ONE_WRITE || bytes[0] >= MOST_BYTES_IN_ONE_WRITE) {
              write(seat.get(), moves, act, done);
              bytes[0] = 0;
            }
          }
        });
    seat.ifPresent(taken -> write(taken, moves, act, done));
    return chosen.stream()
        .map(one ->
            done.getOrDefault(
                one.newest().record(),
                new Outcome(
                    one,
                    new Prospect.Nothing("its letter is not there any more"),
                    Optional.empty())))
        .toList();
  }

  private Move move(Case one, Prospect prospect, TopicRecord letter, Act act) {
    return switch (prospect) {
      case Prospect.Publish(String topic, int partition, _, _) ->
          new Move(
              one,
              prospect,
              new OutgoingRecord(
                  topic,
                  // Where it lay: an order belongs to the partition that it came in by.
                  Optional.of(partition),
                  letter.key().map(key -> key.getBytes(UTF_8)),
                  letter.value(),
                  origin(one).headers()),
              false);
      case Prospect.Command(String orderId, var partition, _) ->
          new Move(
              one,
              prospect,
              new OutgoingRecord(
                  desk.topics().commands(),
                  partition,
                  Optional.of(orderId.getBytes(UTF_8)),
                  Optional.of(CommandWriter.redrive(act.by(), act.why())),
                  origin(one).headers()),
              false);
      case Prospect.Discard _, Prospect.Nothing _, Prospect.Refused _ ->
          throw new IllegalArgumentException("does nothing: " + prospect);
    };
  }

  private static Origin origin(Case one) {
    return new Origin(
        one.newest().kind() == LetterKind.SUSPENDED
            ? Optional.empty()
            : one.newest().originatedAt(),
        Optional.of(one.root()),
        one.redrives() + 1,
        Optional.empty());
  }

  private void write(
      OperatorSeat seat, List<Move> moves, Act act, Map<SourcePosition, Outcome> done) {
    if (moves.isEmpty()) {
      return;
    }
    List<SourcePosition> positions =
        seat.write(
            moves.stream().map(Move::record).toList(), written -> words(moves, written, act));
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      done.put(
          move.one().newest().record(),
          new Outcome(move.one(), move.prospect(), Optional.of(positions.get(i))));
    }
    moves.clear();
  }

  private List<OutgoingRecord> words(List<Move> moves, List<SourcePosition> written, Act act) {
    List<OutgoingRecord> words = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      words.add(
          say(
              move.one(),
              LetterStatus.REDRIVEN,
              act,
              move.one().redrives() + 1,
              Optional.of(written.get(i)),
              move.edited()));
    }
    return words;
  }

  /// Publishes a corrected record in place of the original one, linked to it.
  ///
  /// @param choose the case
  public Outcome edit(
      Correction correction, Function<LetterBox, Case> choose, Redriving rules, Act act) {
    if (act.dryRun()) {
      return edit(choose.apply(desk.look()), correction, rules, act, Optional.empty());
    }
    try (OperatorSeat seat = seat()) {
      return edit(choose.apply(desk.look()), correction, rules, act, Optional.of(seat));
    }
  }

  private Outcome edit(
      Case one, Correction correction, Redriving rules, Act act, Optional<OperatorSeat> seat) {
    Prospect prospect =
        correction.prospect(one, rules, desk.standings(correction.orders()), clock.instant());
    Outcome outcome = new Outcome(one, prospect, Optional.empty());
    if (seat.isEmpty() || !(prospect instanceof Prospect.Publish publish)) {
      return outcome;
    }
    Map<SourcePosition, Outcome> done = new LinkedHashMap<>();
    List<Move> moves = new ArrayList<>();
    moves.add(
        new Move(
            one,
            prospect,
            new OutgoingRecord(
                publish.topic(),
                publish.partition() < 0 ? Optional.empty() : Optional.of(publish.partition()),
                Optional.of(correction.key().getBytes(UTF_8)),
                Optional.of(correction.value()),
                origin(one).headers()),
            true));
    write(seat.get(), moves, act, done);
    return done.getOrDefault(one.newest().record(), outcome);
  }

  /// Says that nothing will be done about the cases.
  public List<Outcome> discard(Function<LetterBox, List<Case>> choose, Act act) {
    if (act.dryRun()) {
      return choose.apply(desk.look()).stream().map(LetterActions::discarding).toList();
    }
    try (OperatorSeat seat = seat()) {
      List<Outcome> outcomes =
          choose.apply(desk.look()).stream().map(LetterActions::discarding).toList();
      List<OutgoingRecord> words =
          outcomes.stream()
              .filter(Outcome::acts)
              .map(outcome ->
                  say(
                      outcome.one(),
                      LetterStatus.DISCARDED,
                      act,
                      outcome.one().redrives(),
                      Optional.empty(),
                      false))
              .toList();
      for (int i = 0; i < words.size(); i += MOST_IN_ONE_WRITE) {
        seat.write(words.subList(i, Math.min(words.size(), i + MOST_IN_ONE_WRITE)));
      }
      return outcomes;
    }
  }

  private static Outcome discarding(Case one) {
    Prospect prospect =
        switch (one.status()) {
          case DISCARDED -> new Prospect.Nothing("it is discarded already");
          case RESOLVED -> new Prospect.Nothing("it has got on");
          case REDRIVEN ->
              new Prospect.Nothing("it is redriven, and what comes of it not known yet");
          case OPEN, BACK_AGAIN ->
              one.isSuspended()
                  ? new Prospect.Refused(
                      "order %s is suspended and may hold money or stock"
                          .formatted(one.newest().orderId().orElse("")),
                      "redrive it, or resolve it: without its letter nobody would see it")
                  : new Prospect.Discard();
        };
    return new Outcome(one, prospect, Optional.empty());
  }

  private OutgoingRecord say(
      Case one,
      LetterStatus status,
      Act act,
      int redrives,
      Optional<SourcePosition> to,
      boolean edited) {
    Word word =
        new Word(status, clock.instant(), act.by(), act.why(), redrives, to, one.root(), edited);
    return OperationsLog.say(desk.topics(), Word.KIND, one.newest().id(), word.json());
  }

  private OperatorSeat seat() {
    return OperatorSeat.take(desk.client(), desk.pipelineId(), MATTER);
  }

  private static SourcePosition place(TopicRecord record) {
    return new SourcePosition(record.topic(), record.partition(), record.offset());
  }
}
