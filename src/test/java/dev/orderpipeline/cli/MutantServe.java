package dev.orderpipeline.cli;

import dev.orderpipeline.simulation.protocol.Mutants;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// The program with a historical bug built in: `serve` uses a new idempotency key for every
/// attempt.
final class MutantServe {

  private MutantServe() {}

  static void main(String... args) {
    System.exit(OrderPipeline.commandLine(System.getenv(), new Mutating()).execute(args));
  }

  private static final class Mutating implements IFactory {
    @Override
    public <K> K create(Class<K> wanted) throws Exception {
      return wanted == ServeCommand.class
          ? wanted.cast(new ServeCommand(Mutants::perAttemptKeys))
          : CommandLine.defaultFactory().create(wanted);
    }
  }
}
