package dev.orderpipeline.domain;

import java.util.Optional;

/// Why an order fails.
///
/// @param code machine-readable, `card_declined`, `deadline_exceeded`, `cancelled` …
/// @param step the step it came from, if it came from one
public record Failure(
    String code, Classification classification, String message, Optional<String> step) {}
