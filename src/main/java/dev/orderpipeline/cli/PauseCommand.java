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
    name = "pause",
    description = {
      "Stops the intake of orders, or calls to a gateway, at all instances, until it is resumed; also"
          + " those that start later. Without a target it tells what is paused.",
      "",
      "  order-pipeline pause",
      "  order-pipeline pause intake --why 'maintenance of the warehouse'",
      "  order-pipeline pause gateway payments --lane forward --why 'the bank asked us to'",
      "  order-pipeline pause step reserve --why 'stock is being counted'",
      ""
    },
    footer = {
      "Orders that wait for a paused gateway use no attempt, but their deadline goes on.",
      "Exit codes: 0 done, or nothing to do; 1 refused or failed; 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Override
  public Integer call() {
    return new ControlSession(common).tell();
  }

  @Command(
      name = "intake",
      description =
          "Takes no more orders in. Those on their way go on; new ones wait in their topic.",
      mixinStandardHelpOptions = true)
  int intake(@Mixin CommonOptions options, @Mixin OperatorOptions operator) {
    Act order = operator.act();
    return new ControlSession(options).act(desk -> desk.pauseIntake(order));
  }

  @Command(
      name = "gateway",
      description =
          "Lets no call leave to a gateway. Orders that need one park, and use no attempt.",
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
    return new ControlSession(options).act(desk -> desk.pauseGates(gateway, lanes, order));
  }

  @Command(
      name = "step",
      description = "Lets no call of a step leave: the step's gateway and lane.",
      mixinStandardHelpOptions = true)
  int step(
      @Mixin CommonOptions options,
      @Mixin OperatorOptions operator,
      @Parameters(paramLabel = "STEP", description = "charge, reserve, refund or release.")
          Step step) {
    Act order = operator.act();
    return new ControlSession(options)
        .act(desk -> desk.pauseGates(step.gateway(), List.of(step.lane()), order));
  }
}
