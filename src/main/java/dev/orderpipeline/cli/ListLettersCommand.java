package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.LetterBox;
import dev.orderpipeline.operations.letters.LetterJson;
import dev.orderpipeline.operations.letters.LetterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = {
      "Lists dead letters, the newest first, and counts them by fingerprint: by what those of one"
          + " cause have in common. Without --status, those that are not settled.",
      ""
    },
    footer = "Exit codes: 0 listed, 1 the topics could not be read.",
    mixinStandardHelpOptions = true)
final class ListLettersCommand implements Callable<Integer> {

  private static final Set<LetterStatus> UNSETTLED =
      Set.of(LetterStatus.OPEN, LetterStatus.BACK_AGAIN, LetterStatus.REDRIVEN);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private LetterOptions which;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Most letters listed. Default: 50.")
  private int limit;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    var filter = which.filter(Instant.now(), UNSETTLED);
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          LetterBox box = LetterDesks.letters(settings).look();
          List<Case> cases = box.select(filter);
          if (common.json()) {
            common.print(json(cases));
          } else {
            print(box, cases);
          }
          return ExitCode.OK;
        });
  }

  private void print(LetterBox box, List<Case> cases) {
    common.print("dead letters: " + LetterText.counts(cases));
    if (cases.size() < box.cases().size()) {
      common.print("all there are: " + LetterText.counts(box.cases()));
    }
    if (cases.isEmpty()) {
      return;
    }
    common.print("");
    common.print("  %8s  %6s  %6s".formatted("print", "waits", "all"));
    LetterBox.groups(cases).stream().limit(limit).map(LetterText::group).forEach(common::print);
    common.print("");
    cases.stream().limit(limit).map(LetterText::line).forEach(common::print);
    if (cases.size() > limit) {
      common.print("  and %d older ones; --limit".formatted(cases.size() - limit));
    }
  }

  private ObjectNode json(List<Case> cases) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("cases", cases.size());
    var groups = json.putArray("fingerprints");
    LetterBox.groups(cases)
        .forEach(group ->
            groups
                .addObject()
                .put("code", group.fingerprint().code())
                .put("reason", group.fingerprint().reason())
                .put("step", group.fingerprint().step())
                .put("message", group.fingerprint().message())
                .put("waiting", group.waiting())
                .put("cases", group.cases()));
    var letters = json.putArray("deadLetters");
    cases.stream().limit(limit).forEach(one -> letters.add(LetterJson.of(one)));
    return json;
  }
}
