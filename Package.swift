// swift-tools-version: 6.2
import PackageDescription

/// The strictest settings that this toolchain accepts together: a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A module of ours: `Sources/<name>`, with the strict settings.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module: `Tests/<module>Tests`.
func tests(_ module: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: module + "Tests",
        dependencies: [.init(stringLiteral: module), "TestSupport"] + more,
        swiftSettings: strict)
}

/// `ringback` runs on every step of an agent: fully static, so that the kernel maps one file and starts it.
let staticExecutable: LinkerSetting = .unsafeFlags(
    ["-static-executable", "-lswiftSynchronization"],
    .when(platforms: [.linux], configuration: .release))

/// `ringback-courier` needs GLib, which is dynamic; the Swift runtime is linked in, so that no toolchain is needed to run it.
let staticRuntime: LinkerSetting = .unsafeFlags(
    ["-static-stdlib", "-lswiftSynchronization"],
    .when(platforms: [.linux], configuration: .release))

let package = Package(
    name: "ringback",
    products: [
        .executable(name: "ringback", targets: ["ringback"]),
        .executable(name: "ringback-courier", targets: ["ringback-courier"]),
    ],
    targets: [
        .target(name: "CSystem"),
        .systemLibrary(
            name: "CLibnotify", pkgConfig: "libnotify",
            providers: [.apt(["libnotify-dev"]), .brew(["libnotify"])]),
        .target(name: "CLibcurl"),

        module("LosslessJSON"),
        module("RingbackModel", ["LosslessJSON", "CSystem"]),
        module("RingbackSystem", ["CSystem"]),
        module(
            "RingbackSettings",
            ["LosslessJSON", "RingbackModel", "RingbackSystem", "CommandLineKit"]),
        module("AgentHooks", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        module("TaskStore", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        module(
            "AlertDelivery",
            ["LosslessJSON", "RingbackModel", "RingbackSystem", "RingbackSettings"]),
        module(
            "DesktopChannel", ["RingbackModel", "RingbackSystem", "AlertDelivery", "CLibnotify"]),
        module(
            "WebChannels",
            [
                "LosslessJSON", "RingbackModel", "RingbackSystem", "RingbackSettings",
                "AlertDelivery", "CLibcurl",
            ]),
        module("TaskRunner", ["LosslessJSON", "RingbackModel", "RingbackSystem", "TaskStore"]),
        module("HookInstallation", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        module("CommandLineKit"),
        module("ModelContext", ["LosslessJSON", "RingbackSystem", "CSystem"]),
        module(
            "RingbackCommands",
            [
                "LosslessJSON", "RingbackModel", "RingbackSystem", "RingbackSettings", "AgentHooks",
                "TaskStore", "TaskRunner", "AlertDelivery", "HookInstallation", "CommandLineKit",
                "ModelContext",
            ]),

        .executableTarget(
            name: "ringback", dependencies: ["RingbackCommands"],
            swiftSettings: strict, linkerSettings: [staticExecutable]),
        .executableTarget(
            name: "ringback-courier",
            dependencies: [
                "RingbackModel", "RingbackSystem", "RingbackSettings", "AlertDelivery",
                "DesktopChannel", "WebChannels",
            ],
            swiftSettings: strict, linkerSettings: [staticRuntime]),

        .target(
            name: "TestSupport",
            dependencies: [
                "CSystem", "CLibnotify", "LosslessJSON", "RingbackModel", "RingbackSystem",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "desktop-harness",
            dependencies: [
                "LosslessJSON", "RingbackModel", "RingbackSystem", "AlertDelivery",
                "DesktopChannel",
            ],
            path: "Tests/DesktopHarness", swiftSettings: strict),
        tests("LosslessJSON"),
        tests("RingbackModel", ["LosslessJSON"]),
        tests("RingbackSystem"),
        tests("AgentHooks", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        tests("TaskStore", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        tests("TaskRunner", ["LosslessJSON", "RingbackModel", "RingbackSystem", "TaskStore"]),
        tests("AlertDelivery", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        tests(
            "DesktopChannel",
            ["LosslessJSON", "RingbackSystem", "AlertDelivery", "desktop-harness"]),
        tests(
            "WebChannels", ["LosslessJSON", "RingbackModel", "RingbackSystem", "AlertDelivery"]),
        tests("CommandLineKit"),
        tests("ModelContext", ["LosslessJSON"]),
        tests("RingbackSettings", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        tests("HookInstallation", ["LosslessJSON", "RingbackModel", "RingbackSystem"]),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestSupport", "LosslessJSON"],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "RealClientTests",
            dependencies: ["TestSupport", "LosslessJSON", "RingbackSystem"],
            exclude: ["Fixtures"], swiftSettings: strict),
    ]
)
