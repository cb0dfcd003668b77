package dev.orderpipeline.operations.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandDecoder;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The rules of redriving.
///
/// @param resendWindow how long after the original a record may begin an order: shorter than the
///   gateways remember a key
/// @param guard redrives after which a case that came back every time is left alone
public record Redriving(Duration resendWindow, int guard) {

  /// How often a case is redriven before somebody has to insist.
  public static final int USUAL_GUARD = 3;

  private static final String NOT_UTF8 = "\uFFFD";

  /// What redriving the case would do.
  ///
  /// @param value what the newest letter carries
  public Prospect of(Case one, Optional<byte[]> value, Instant now) {
    Optional<Prospect> never = never(one, now, true);
    if (never.isPresent()) {
      return never.get();
    }
    Letter letter = one.newest();
    return switch (letter.kind()) {
      case SUSPENDED ->
          new Prospect.Command(
              letter.orderId().orElseThrow(),
              one.order().map(Standing::partition),
              suspended(one, now));
      case INPUT -> input(one, letter.key(), value);
      case COMMAND -> command(one, letter.key(), value);
      case FOREIGN -> throw new IllegalStateException("refused before: " + letter.id());
    };
  }

  /// What redriving a case with other content than its own could do.
  Prospect ofOriginal(Case one, Instant now) {
    if (one.newest().kind() == LetterKind.SUSPENDED) {
      return new Prospect.Refused(
          "a suspended order cannot be edited", "redrive it, or resolve it");
    }
    return never(one, now, false)
        .orElseGet(
            () -> publish(one.newest().source().orElseThrow().place(), "as it is corrected"));
  }

  /// What does not depend on the bytes.
  private Optional<Prospect> never(Case one, Instant now, boolean asItIs) {
    Letter letter = one.newest();
    return switch (one.status()) {
      case RESOLVED -> Optional.of(new Prospect.Nothing("it has got on"));
      case REDRIVEN -> Optional.of(new Prospect.Nothing(alreadyRedriven(one)));
      case DISCARDED -> Optional.of(new Prospect.Nothing(said(one, "discarded")));
      case OPEN, BACK_AGAIN -> {
        if (letter.kind() == LetterKind.FOREIGN) {
          yield Optional.of(
              new Prospect.Refused("it was not written by this pipeline", "discard it"));
        }
        yield refusal(one, now, asItIs).map(refused -> refused);
      }
    };
  }

  private Optional<Prospect.Refused> refusal(Case one, Instant now, boolean asItIs) {
    Letter letter = one.newest();
    if (one.redrives() >= guard) {
      return Optional.of(
          new Prospect.Refused(
              "it was redriven %d times and came back every time".formatted(one.redrives()),
              "see to the cause, then raise the guard to " + (one.redrives() + 1)));
    }
    if (asItIs && !letter.carried()) {
      return Optional.of(
          new Prospect.Refused(
              "its original is too large to be carried, and lies at "
                  + letter.source().map(from -> from.place().toString()).orElse("its source"),
              "discard it, and have the order placed again in a smaller record"));
    }
    if (asItIs
        && letter.kind() != LetterKind.SUSPENDED
        && letter.key().orElse("").contains(NOT_UTF8)) {
      return Optional.of(
          new Prospect.Refused("its key is not UTF-8", "edit-and-redrive it, or discard it"));
    }
    return letter.kind() == LetterKind.INPUT ? tooOld(letter, now) : Optional.empty();
  }

  /// Whether a record of this age could charge a second time.
  Optional<Prospect.Refused> tooOld(Letter letter, Instant now) {
    return letter
        .originatedAt()
        .filter(at -> at.plus(resendWindow).isBefore(now))
        .map(at ->
            new Prospect.Refused(
                "its record is of %s, and gateways are sure to remember a key for %s only: a charge could be a second one"
                    .formatted(at, resendWindow),
                "discard it, or have the order placed under a new orderId"));
  }

  private static String alreadyRedriven(Case one) {
    String where =
        one.word().flatMap(Word::to).map(to -> " to " + to + ", not dealt with yet").orElse("");
    return said(one, "redriven") + where;
  }

  private static String said(Case one, String what) {
    return one.word()
        .map(word -> "%s %s by %s: %s".formatted(what, word.at(), word.by(), word.why()))
        .orElse(what + " already");
  }

  private String suspended(Case one, Instant now) {
    Optional<Standing> order = one.order();
    if (order.isEmpty()) {
      return "its snapshots are not in the topics any more; it goes on if the pipeline has it";
    }
    String step = order.get().step().orElse("its step");
    boolean forgotten =
        order.get().firstSentAt().filter(sent -> sent.plus(resendWindow).isBefore(now)).isPresent();
    return forgotten
        ? "%s was first sent longer ago than gateways remember a key, so it is asked about or suspended again, not sent; resolve is for that"
            .formatted(step)
        : "%s is sent with the same key, so it cannot have its effect twice".formatted(step);
  }

  /// What would become of a record of the input.
  Prospect input(Case one, Optional<String> key, Optional<byte[]> value) {
    SourcePosition place = one.newest().source().orElseThrow().place();
    byte[] keyBytes = key.map(text -> text.getBytes(UTF_8)).orElse(null);
    return switch (new OrderPlacedDecoder().decode(keyBytes, value.orElse(null))) {
      case Decoded.Malformed(String reason, String message) ->
          publish(place, "it would come back as %s (%s)".formatted(reason, message));
      case Decoded.Valid(OrderPlaced placed) -> {
        if (one.order().isEmpty()) {
          yield new Prospect.Publish(
              place.topic(),
              place.partition(),
              "order %s begins, unless the pipeline has finished it already"
                  .formatted(placed.orderId()),
              Optional.of(placed.amount()));
        }
        Standing order = one.order().get();
        yield publish(
            place,
            order.fingerprint().equals(placed.fingerprint())
                ? "order %s is %s, so it is a duplicate and changes nothing"
                    .formatted(placed.orderId(), order.state())
                : "it would come back as conflicting_duplicate: order %s is %s with other content"
                    .formatted(placed.orderId(), order.state()));
      }
    };
  }

  private static Prospect publish(SourcePosition place, String expected) {
    return new Prospect.Publish(place.topic(), place.partition(), expected, Optional.empty());
  }

  Prospect command(Case one, Optional<String> key, Optional<byte[]> value) {
    SourcePosition place = one.newest().source().orElseThrow().place();
    return switch (new CommandDecoder().decode(value.orElse(null), 0)) {
      case CommandDecoder.DecodedCommand.Malformed(String reason, String message) ->
          publish(place, "it would come back as %s (%s)".formatted(reason, message));
      case CommandDecoder.DecodedCommand.Restore _ ->
          publish(place, "the order is taken up from it, if it says more than is known");
      case CommandDecoder.DecodedCommand.Valid _ -> {
        Optional<StateName> state = one.order().map(Standing::state);
        boolean reaches = state.filter(name -> !name.isFinal()).isPresent();
        String name = key.orElse("(no key)");
        yield publish(
            place,
            reaches
                ? "order %s decides what it comes to".formatted(name)
                : "it would come back: order %s is %s"
                    .formatted(name, state.map(Enum::name).orElse("not known")));
      }
    };
  }
}
