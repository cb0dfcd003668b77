/// The command line: [dev.orderpipeline.cli.OrderPipeline] is the root, one class per command below
/// it.
///
/// Exit codes: 0 done, 1 not done (what failed is on stderr), 2 asked for wrongly (options or
/// settings).
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.cli;
