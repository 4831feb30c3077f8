internal import LosslessJSON
internal import RingbackSystem

extension SettingsLoader {
    /// Reads the variable of each setting that has one.
    mutating func read(_ environment: Environment) {
        for key in SettingKey.all {
            guard let variable = key.variable else { continue }
            take(key, environment[variable], variable)
        }
    }

    /// Reads BG_MAX_CONCURRENT, which Octo's users set: in the environment, else in the project's
    /// `.env`.
    mutating func readOctoLimit(_ environment: Environment, _ projectFolder: String?) {
        let name = "BG_MAX_CONCURRENT"
        if let text = environment[name] {
            return take(.maxBackgroundTasks, text, name)
        }
        guard let projectFolder else { return }
        let path = projectFolder + "/.env"
        do throws(SystemError) {
            guard let file = try EnvironmentFile(path), let text = file[name] else { return }
            take(.maxBackgroundTasks, text, name, from: path)
        } catch {
            report(SettingsProblem(path, "can't be read: \(error.cause)"))
        }
    }

    /// Puts the value of a variable in force, or says why not.
    private mutating func take(
        _ key: SettingKey, _ text: String?, _ variable: String, from file: String? = nil
    ) {
        guard let text else { return }
        if let value = key.type.value(of: text) {
            return loaded.put(key, value, file.map(SettingOrigin.file) ?? .variable(variable))
        }
        let message =
            "\(variable) can't be \(JSON.string(text).excerpt); allowed: \(key.type.allowed)"
        report(
            SettingsProblem(file ?? SettingsProblem.environment, message, setting: key.name))
    }
}
