package dev.orderpipeline.stream.topics;

/// The pipeline's memory is gone: what it knows of orders is less than what the state topics say,
/// so it would take orders it has charged for new ones.
public final class LostState extends IllegalStateException {

  private static final long serialVersionUID = 1;

  LostState(String what) {
    super(
        what
            + ": running on would take orders that were charged for new ones. Stop every instance,"
            + " look with `./order-pipeline recover --dry-run`, and bring the orders back with"
            + " `./order-pipeline recover`");
  }
}
