package dev.orderpipeline.cli;

import java.util.List;

/// The commands that need the simulation. Neither they nor this list are in the service's image:
/// pom.xml names them in the execution `service-jar`.
public final class LocalCommands implements MoreCommands {

  @Override
  public List<Class<?>> classes() {
    return List.of(
        DemoCommand.class,
        BrokerCommand.class,
        GatewaysCommand.class,
        PlaceCommand.class,
        SimulateCommand.class,
        ChaosCommand.class);
  }
}
