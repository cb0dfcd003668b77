package dev.orderpipeline.domain;

/// The body of a request, the same bytes for every attempt.
///
/// @param hash digest of the body
public record Payload(byte[] body, String hash) {}
