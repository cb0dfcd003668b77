/// Settings as records that check themselves.
///
/// [dev.orderpipeline.config.SettingsLoader] reads them, each source over the one before: built-in
/// defaults, a file, the environment, the command line. [dev.orderpipeline.config.Catalogue] names
/// every key once, with its default and meaning; keys, environment names and the reference page
/// follow from it.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.config;
