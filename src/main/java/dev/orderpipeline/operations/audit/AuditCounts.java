package dev.orderpipeline.operations.audit;

/// What became of everything that was placed. If no order came from nowhere, `placed` is the sum of
/// the seven that follow it.
///
/// @param placed records of the input
/// @param completed orders
/// @param failed orders
/// @param inProgress orders without an outcome that are not suspended
/// @param suspended orders
/// @param turnedAway records of the input that ended as dead letters
/// @param duplicates records of the input with the content of an earlier one
/// @param undecided other records of the input without an end: not come to yet, or lost
/// @param deadLetters records of the dead-letter topic: input turned away, suspensions, commands
/// @param repeatedDeadLetters how many of them name a source that another names too, as after a
///   replay
/// @param leftOut orders that began before the time asked for
public record AuditCounts(
    long placed,
    long completed,
    long failed,
    long inProgress,
    long suspended,
    long turnedAway,
    long duplicates,
    long undecided,
    long deadLetters,
    long repeatedDeadLetters,
    long leftOut) {}
