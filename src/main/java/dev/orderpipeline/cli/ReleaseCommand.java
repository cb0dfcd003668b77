package dev.orderpipeline.cli;

import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.Release;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.Redriving;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "release",
    description = {
      "Lifts the brake. A process that sees most of its input become dead letters, or errors that no"
          + " code foresaw, closes the intake of all instances, until somebody has looked, put the"
          + " cause right, and released it. It also redrives the dead letters that errors in the code"
          + " have made of the input since the trouble began.",
      "",
      "  order-pipeline pause                          what is closed, since when and why",
      "  order-pipeline release --why 'fixed in 1.4.2' --dry-run",
      "  order-pipeline release --why 'fixed in 1.4.2'",
      ""
    },
    footer = "Exit codes: 0 done, or nothing to do; 1 refused or failed; 2 asked for wrongly.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Override
  public Integer call() {
    Act order = operator.act();
    ControlSession session = new ControlSession(common);
    LetterActions letters =
        new LetterActions(LetterDesks.letters(session.settings()), Clock.systemUTC());
    Redriving rules = LetterDesks.rules(session.settings(), Redriving.USUAL_GUARD);
    return session.act(desk -> new Release(desk, letters, rules).release(order));
  }
}
