package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.Letter;
import dev.orderpipeline.operations.letters.LetterBox;
import dev.orderpipeline.operations.letters.LetterJson;
import dev.orderpipeline.operations.letters.LetterStatus;
import dev.orderpipeline.operations.letters.Outcome;
import dev.orderpipeline.operations.letters.Prospect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Dead letters in lines, for people.
final class LetterText {

  private LetterText() {}

  static String counts(List<Case> cases) {
    Map<LetterStatus, Long> counts =
        cases.stream()
            .collect(Collectors.groupingBy(Case::status, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + status(entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  static String status(LetterStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String group(LetterBox.Group group) {
    String step = group.fingerprint().step();
    return "  %8s  %6d  %6d  %s%s: %s"
        .formatted(
            group.fingerprint().code(),
            group.waiting(),
            group.cases(),
            group.fingerprint().reason(),
            step.isEmpty() ? "" : " in " + step,
            group.fingerprint().message());
  }

  static String line(Case one) {
    Letter letter = one.newest();
    String times = one.redrives() > 0 ? " (%d times)".formatted(one.redrives()) : "";
    return "  %s  %-10s  %-28s  %-24s  %s%s"
        .formatted(
            letter.at(),
            status(one.status()),
            letter.id(),
            letter.reason(),
            letter.orderId().map(id -> "order " + id).orElse("no orderId"),
            times);
  }

  static List<String> details(Case one, Prospect prospect) {
    Letter letter = one.newest();
    List<String> lines = new ArrayList<>();
    lines.add("dead letter %s: %s".formatted(letter.id(), status(one.status())));
    lines.add("  kind         " + letter.kind().label());
    lines.add("  reason       " + letter.reason());
    lines.add("  message      " + letter.message());
    lines.add("  at           " + letter.at());
    letter.orderId().ifPresent(id -> lines.add("  order        " + id));
    letter.step().ifPresent(step -> lines.add("  step         " + step));
    letter
        .source()
        .ifPresent(from ->
            lines.add(
                "  source       %s%s"
                    .formatted(from.place(), from.timestamp().map(at -> " of " + at).orElse(""))));
    letter.originatedAt().ifPresent(at -> lines.add("  first placed " + at));
    lines.add("  lies at      " + letter.record());
    lines.add("  fingerprint  " + one.fingerprint().code());
    one.order()
        .ifPresent(order ->
            lines.add(
                "  order now    %s, version %d%s"
                    .formatted(
                        order.state(),
                        order.version(),
                        order.suspendedBy().map(by -> ", suspended by " + by).orElse(""))));
    if (one.letters().size() > 1 || one.redrives() > 0) {
      lines.add("  redriven     %d times".formatted(one.redrives()));
    }
    one.letters().stream()
        .limit(one.letters().size() - 1L)
        .forEach(older ->
            lines.add(
                "  before that  %s  %s  %s".formatted(older.at(), older.id(), older.reason())));
    one.word()
        .ifPresent(word ->
            lines.add(
                "  last word    %s %s by %s: %s%s"
                    .formatted(
                        word.at(),
                        status(word.status()) + (word.edited() ? ", edited," : ""),
                        word.by(),
                        word.why(),
                        word.to().map(to -> " (to " + to + ")").orElse(""))));
    lines.add("  redriving    " + prospect.says());
    return lines;
  }

  static String line(Outcome outcome, String done) {
    String what =
        outcome
            .to()
            .map(to -> done + " to " + to)
            .orElseGet(() ->
                outcome.acts() && outcome.prospect() instanceof Prospect.Discard
                    ? done
                    : outcome.prospect().says());
    return "  %-28s  %s".formatted(outcome.one().newest().id(), what);
  }

  /// What all of it comes to.
  static String sum(List<Outcome> outcomes, String done) {
    long acted = outcomes.stream().filter(Outcome::acts).count();
    long refused = outcomes.stream().filter(Outcome::refused).count();
    String money = money(outcomes);
    return "%d %s, %d refused, nothing to do about %d%s"
        .formatted(acted, done, refused, outcomes.size() - acted - refused, money);
  }

  private static String money(List<Outcome> outcomes) {
    Map<String, Long> sums = sums(outcomes);
    return sums.isEmpty()
        ? ""
        : sums.entrySet().stream()
            .map(sum -> sum.getValue() + " " + sum.getKey())
            .collect(Collectors.joining(", ", "; orders that begin charge ", " (minor units)"));
  }

  private static Map<String, Long> sums(List<Outcome> outcomes) {
    Map<String, Long> sums = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.prospect() instanceof Prospect.Publish(_, _, _, var charges)) {
        charges.ifPresent((Money money) ->
            sums.merge(money.currency().getCurrencyCode(), money.value(), Long::sum));
      }
    }
    return sums;
  }

  static ObjectNode json(List<Outcome> outcomes, boolean dryRun) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
    var all = json.putArray("outcomes");
    outcomes.forEach(outcome -> all.add(LetterJson.of(outcome)));
    return json;
  }
}
