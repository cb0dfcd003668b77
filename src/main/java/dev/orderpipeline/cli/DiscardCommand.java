package dev.orderpipeline.cli;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.LetterActions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "discard",
    description = {
      "Settles dead letters about which nothing will be done. They stay in the topic, with who"
          + " discarded them and why. A suspended order cannot be discarded: it may hold money.",
      "",
      "  order-pipeline dead-letters discard --fingerprint 1a2b3c4d --why 'a test of the shop'",
      ""
    },
    footer = "Exit codes: 0 done or nothing to do, 1 some refused or not done, 2 asked wrongly.",
    mixinStandardHelpOptions = true)
final class DiscardCommand implements Callable<Integer> {

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

  @Override
  public Integer call() {
    RedriveCommand.checkChoice(spec, ids, which, all);
    Settings settings = common.settings();
    Act act = operator.act();
    LetterChoice choice =
        new LetterChoice(ids, which.filter(Instant.now(), RedriveCommand.WAITING));
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          try {
            return RedriveCommand.tell(
                common,
                new LetterActions(LetterDesks.letters(settings), Clock.systemUTC())
                    .discard(choice::from, act),
                act,
                "discarded");
          } catch (LetterChoice.Unknown e) {
            common.complain(e.getMessage() + "; nothing was done");
            return ExitCode.SOFTWARE;
          }
        });
  }
}
