package dev.orderpipeline.cli;

import java.util.List;

/// Commands that not every packaging has, found with [java.util.ServiceLoader]: a checkout has
/// brokers, gateways and a game day to play with, the service's image has nothing to play with.
public interface MoreCommands {

  /// Classes with picocli's `@Command`.
  List<Class<?>> classes();
}
