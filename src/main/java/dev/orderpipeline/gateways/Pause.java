package dev.orderpipeline.gateways;

import java.time.Instant;

/// An operator lets nothing through.
///
/// @param since when
/// @param by who
/// @param why for people
public record Pause(Instant since, String by, String why) {}
