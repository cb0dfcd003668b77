package dev.orderpipeline.operations.letters;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which cases are meant. Empty parts mean all.
///
/// @param reasons codes
/// @param from not before
/// @param to before
/// @param text somewhere in id, orderId, key or message; upper and lower case are the same
/// @param fingerprint its code
public record LetterFilter(
    Set<String> reasons,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> step,
    Optional<String> text,
    Set<LetterStatus> statuses,
    Optional<String> orderId,
    Optional<String> fingerprint) {

  public static final LetterFilter ALL =
      new LetterFilter(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty());

  public LetterFilter {
    reasons = Set.copyOf(reasons);
    statuses = Set.copyOf(statuses);
  }

  public boolean matches(Case one) {
    Letter letter = one.newest();
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && from.map(time -> !letter.at().isBefore(time)).orElse(true)
        && to.map(time -> letter.at().isBefore(time)).orElse(true)
        && step.map(wanted -> letter.step().filter(wanted::equals).isPresent()).orElse(true)
        && text.map(wanted -> contains(letter, wanted)).orElse(true)
        && (statuses.isEmpty() || statuses.contains(one.status()))
        && orderId.map(wanted -> letter.orderId().filter(wanted::equals).isPresent()).orElse(true)
        && fingerprint.map(code -> one.fingerprint().code().equals(code)).orElse(true);
  }

  private static boolean contains(Letter letter, String wanted) {
    String all =
        String.join(
            "\n",
            letter.id(),
            letter.orderId().orElse(""),
            letter.key().orElse(""),
            letter.message());
    return all.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }
}
