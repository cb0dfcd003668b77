package dev.orderpipeline.domain;

import java.time.Instant;

/// An order that only a person can move on.
///
/// @param deadLetterId the dead letter that says so
public record Suspension(String reason, Instant since, String deadLetterId) {}
