package dev.orderpipeline.stream;

import java.util.List;
import java.util.Optional;

/// Who has an order, as far as the group has told this instance.
///
/// @param partition −1 if not known
/// @param owner address (`host:port`) of the instance whose task has the order; empty if nobody is
///   known to
/// @param standbys instances with a copy that may lag
/// @param here whether the owner is this instance
public record OrderOwner(
    int partition, Optional<String> owner, List<String> standbys, boolean here) {

  static final OrderOwner UNKNOWN = new OrderOwner(-1, Optional.empty(), List.of(), false);

  public OrderOwner {
    standbys = List.copyOf(standbys);
  }
}
