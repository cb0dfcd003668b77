package dev.orderpipeline.cli;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.LetterStatus;
import dev.orderpipeline.operations.letters.Outcome;
import dev.orderpipeline.operations.letters.Redriving;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "redrive",
    description = {
      "Tries dead letters again: a record is published again where it lay, a suspended order is"
          + " told to go on with the same keys. Those that wait for nobody any more are passed over,"
          + " so running it twice does it once.",
      "",
      "  order-pipeline dead-letters redrive orders.placed-3-17 --why 'sku is known now'",
      "  order-pipeline dead-letters redrive --reason compensation_exhausted --from 2h --why"
          + " 'gateway is back' --dry-run",
      ""
    },
    footer = "Exit codes: 0 done or nothing to do, 1 some refused or not done, 2 asked wrongly.",
    mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {

  static final Set<LetterStatus> WAITING = Set.of(LetterStatus.OPEN, LetterStatus.BACK_AGAIN);

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private LetterOptions which;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Letters, as list shows them.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All that wait for a person.")
  private boolean all;

  @Option(
      names = "--guard",
      paramLabel = "N",
      description =
          "Leave alone what was redriven so often and came back every time. Default: "
              + Redriving.USUAL_GUARD
              + ".")
  private int guard = Redriving.USUAL_GUARD;

  @Override
  public Integer call() {
    checkChoice(spec, ids, which, all);
    if (guard < 1) {
      throw new ParameterException(spec.commandLine(), "--guard must be 1 or more, was " + guard);
    }
    Settings settings = common.settings();
    Act act = operator.act();
    LetterChoice choice = new LetterChoice(ids, which.filter(Instant.now(), WAITING));
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          try {
            List<Outcome> outcomes =
                new LetterActions(LetterDesks.letters(settings), Clock.systemUTC())
                    .redrive(choice::from, LetterDesks.rules(settings, guard), act);
            return tell(common, outcomes, act, "redriven");
          } catch (LetterChoice.Unknown e) {
            common.complain(e.getMessage() + "; nothing was done");
            return ExitCode.SOFTWARE;
          }
        });
  }

  static void checkChoice(CommandSpec spec, List<String> ids, LetterOptions which, boolean all) {
    if (!ids.isEmpty() && (which.narrows() || all)) {
      throw new ParameterException(
          spec.commandLine(), "name letters by their ids, or by what they are like, not by both");
    }
    if (ids.isEmpty() && !which.narrows() && !all) {
      throw new ParameterException(
          spec.commandLine(),
          "say which: ids, a filter such as --reason or --fingerprint, or --all");
    }
  }

  static int tell(CommonOptions common, List<Outcome> outcomes, Act act, String done) {
    boolean refused = outcomes.stream().anyMatch(Outcome::refused);
    if (common.json()) {
      common.print(LetterText.json(outcomes, act.dryRun()));
    } else if (outcomes.isEmpty()) {
      common.print("nothing to do: no dead letter is like that");
    } else {
      outcomes.stream().map(one -> LetterText.line(one, done)).forEach(common::print);
      common.print((act.dryRun() ? "would be: " : "") + LetterText.sum(outcomes, done));
    }
    return refused ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
