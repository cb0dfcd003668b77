package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.StateName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Letters that belong together: a record and what came back of it however often it was redriven,
/// or the suspensions of one order. The newest is the one to act on.
///
/// @param letters oldest first, at least one
/// @param word what an operator said last about the newest
/// @param redrives how often operators have redriven it
/// @param order where its order stands
public record Case(
    List<Letter> letters,
    LetterStatus status,
    Optional<Word> word,
    int redrives,
    Optional<Standing> order) {

  public Case {
    letters = List.copyOf(letters);
  }

  /// What brings letters together.
  static String groupOf(Letter letter) {
    return letter.kind() == LetterKind.SUSPENDED
        ? "order/" + letter.orderId().orElseThrow()
        : "record/" + letter.root();
  }

  /// The letter, unlinked from the case that it claims to be of if no operator linked it: anybody
  /// may write headers, and the newest letter of a case hides the others.
  static Letter believed(Letter letter, Surroundings around) {
    boolean linked = letter.source().filter(from -> around.redriven(from.place())).isPresent();
    return linked || letter.root().equals(letter.id()) ? letter : letter.unlinked();
  }

  static Case of(List<Letter> unsorted, Surroundings around) {
    List<Letter> letters =
        unsorted.stream()
            .sorted(
                Comparator.comparingInt(Letter::redriveCount)
                    .thenComparing(Letter::at)
                    .thenComparingLong(letter -> letter.record().offset()))
            .toList();
    Letter newest = letters.getLast();
    Optional<Word> word = around.word(newest.id());
    int redrives =
        Math.max(
            newest.redriveCount(),
            letters.stream()
                .flatMap(letter -> around.word(letter.id()).stream())
                .mapToInt(Word::redrives)
                .max()
                .orElse(0));
    Optional<Standing> order = newest.orderId().flatMap(around::order);
    LetterStatus status =
        newest.kind() == LetterKind.SUSPENDED
            ? ofSuspended(letters, word, order)
            : ofRecord(newest, word, around);
    return new Case(letters, status, word, redrives, order);
  }

  private static LetterStatus ofRecord(Letter newest, Optional<Word> word, Surroundings around) {
    if (word.isEmpty()) {
      return newest.redriveCount() > 0 ? LetterStatus.BACK_AGAIN : LetterStatus.OPEN;
    }
    if (word.get().status() == LetterStatus.DISCARDED) {
      return LetterStatus.DISCARDED;
    }
    // Had it come back, there would be a newer letter.
    return word.get().to().filter(around::consumed).isPresent()
        ? LetterStatus.RESOLVED
        : LetterStatus.REDRIVEN;
  }

  private static LetterStatus ofSuspended(
      List<Letter> letters, Optional<Word> word, Optional<Standing> order) {
    Letter newest = letters.getLast();
    if (order.isPresent() && !order.get().suspendedBy().equals(Optional.of(newest.id()))) {
      boolean suspendedAnew = order.get().suspendedBy().isPresent();
      return suspendedAnew ? LetterStatus.REDRIVEN : LetterStatus.RESOLVED;
    }
    if (word.isPresent()) {
      return word.get().status();
    }
    return letters.size() > 1 ? LetterStatus.BACK_AGAIN : LetterStatus.OPEN;
  }

  /// The one to act on.
  public Letter newest() {
    return letters.getLast();
  }

  /// The first letter's id, by which what is redriven is linked to the case.
  public String root() {
    return newest().kind() == LetterKind.SUSPENDED ? letters.getFirst().id() : newest().root();
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(newest());
  }

  /// Whether its order waits for a person at this moment.
  boolean isSuspended() {
    return newest().kind() == LetterKind.SUSPENDED
        && order
            .map(standing ->
                standing.state() != StateName.COMPLETED
                    && standing.state() != StateName.FAILED
                    && standing.suspendedBy().isPresent())
            .orElse(status != LetterStatus.RESOLVED);
  }
}
