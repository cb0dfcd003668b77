package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.gateways.GatewayRequest;

/// Decides everything that is arbitrary in a run: a seed does, or a script that enumerates.
interface Plan {

  /// Any of 0 … bound − 1.
  int choose(int bound);

  /// What becomes of a request.
  ///
  /// @param nth which request under its key and method it is, from 1
  CallFate fate(GatewayRequest request, int nth);

  Strike strike(Point point);

  CommitFate commit();

  /// Plans what happens to the world by the clock.
  void disturb(World world);
}
