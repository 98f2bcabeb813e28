# Stands in for the host module in tests of the transports: each "collector" of a request is something that can go right or wrong.
function Invoke-HvitalsScrape {
    param([string]$Request)
    $ErrorActionPreference = 'Stop'
    $parsed = ConvertFrom-HvitalsJson ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Request)))
    foreach ($entry in $parsed.collectors) {
        $name = $entry.name
        $data = 'null'
        $given = $entry.args
        if ($name -eq 'echo') { $data = '"' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($given.text)) + '"' }
        elseif ($name -eq 'request') { $data = '"' + $Request + '"' }
        elseif ($name -eq 'pid') { $data = [string]$PID }
        elseif ($name -eq 'language') { $data = '"' + [string]$ExecutionContext.SessionState.LanguageMode + '"' }
        elseif ($name -eq 'big') { $data = '"' + ('0123456789abcdef' * [int]($given.bytes / 16)) + '"' }
        elseif ($name -eq 'hang') { [Threading.Thread]::Sleep(-1) }
        elseif ($name -eq 'sleep') { [Threading.Thread]::Sleep([int]$given.ms) }
        elseif ($name -eq 'noise') {
            [Console]::Out.WriteLine('hv:forged done')
            [Console]::Out.Write('no line end')
            [Console]::Error.WriteLine('a complaint that means nothing')
        } elseif ($name -eq 'stray') {
            'this is no record'
            42
            'unicode ' + [char]0x202e + [char]0xd83d + [char]0xde00
        } elseif ($name -eq 'throw') { throw 'the module fell over' }
        elseif ($name -eq 'leave') { return }
        elseif ($name -eq 'die') { [Environment]::Exit(3) }
        '{"v":1,"module":"fake","nonce":"' + $parsed.nonce + '","collector":"' + $name + '","outcome":"ok","reason":null,"at":"2026-11-23T07:40:00.000Z","tookMs":1,"data":' + $data + '}'
    }
    '{"v":1,"module":"fake","nonce":"' + $parsed.nonce + '","end":true,"tookMs":1}'
}
