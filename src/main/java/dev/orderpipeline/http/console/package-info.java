/// What the console shows: what each instance counts, and how the instances' views become one
/// picture. No HTTP here; [dev.orderpipeline.http] gathers the views and serves the page, whose
/// files lie under `resources/console`.
///
/// [dev.orderpipeline.http.console.Flow] hears of committed orders on stream threads;
/// [dev.orderpipeline.http.console.FlowHistory] samples it;
/// [dev.orderpipeline.http.console.InstanceView] is what one instance says; and
/// [dev.orderpipeline.http.console.Picture] is all of them, merged.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.http.console;
