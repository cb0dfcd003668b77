package dev.orderpipeline.cli;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.Act;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = {
      "Lifts a pause at all instances. Calls to a gateway leave again few at first, and more every"
          + " moment. Without a target it tells what is paused.",
      "",
      "  order-pipeline resume",
      "  order-pipeline resume intake --why 'maintenance is over'",
      "  order-pipeline resume gateway payments --why 'the bank is ready'",
      "  order-pipeline resume step reserve --why 'stock is counted'",
      ""
    },
    footer = {
      "What the brake has closed is opened by 'release'.",
      "Exit codes: 0 done, or nothing to do; 1 refused or failed; 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Override
  public Integer call() {
    return new ControlSession(common).tell();
  }

  @Command(name = "intake", description = "Takes orders in again.", mixinStandardHelpOptions = true)
  int intake(@Mixin CommonOptions options, @Mixin OperatorOptions operator) {
    Act order = operator.act();
    return new ControlSession(options).act(desk -> desk.resumeIntake(order));
  }

  @Command(
      name = "gateway",
      description = "Lets calls leave to a gateway again.",
      mixinStandardHelpOptions = true)
  int gateway(
      @Mixin CommonOptions options,
      @Mixin OperatorOptions operator,
      @Parameters(paramLabel = "GATEWAY", description = "payments or inventory.") Gateway gateway,
      @Option(
              names = "--lane",
              paramLabel = "LANE",
              description =
                  "forward (charge, reserve) or compensation (refund, release); both if not given.")
          @Nullable Lane lane) {
    Act order = operator.act();
    List<Lane> lanes = lane == null ? List.of(Lane.values()) : List.of(lane);
    return new ControlSession(options).act(desk -> desk.resumeGates(gateway, lanes, order));
  }

  @Command(
      name = "step",
      description = "Lets calls of a step leave again: the step's gateway and lane.",
      mixinStandardHelpOptions = true)
  int step(
      @Mixin CommonOptions options,
      @Mixin OperatorOptions operator,
      @Parameters(paramLabel = "STEP", description = "charge, reserve, refund or release.")
          Step step) {
    Act order = operator.act();
    return new ControlSession(options)
        .act(desk -> desk.resumeGates(step.gateway(), List.of(step.lane()), order));
  }
}
