# JSON, hashes and gzip for the module on the Hyper-V host: the same on Windows PowerShell 5.1 and PowerShell 7, which is why
# neither ConvertTo-Json nor ConvertFrom-Json is used. $hvitals is the state of one call (envelope.ps1).

# JSON text -> values: objects become case-sensitive hashtables, arrays object[], numbers [long] or [double].
# Strict (RFC 8259, no name twice in one object) and at most 16 levels deep. Throws a sentence on anything else.
function ConvertFrom-HvitalsJson {
    param([string]$Text)
    # A string with a colon behind it is a name (group k); one expression per token keeps the cost of long requests low.
    $characters = '[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*'
    $token = [regex]::new('\G[ \t\r\n]*(?:"(?<k>' + $characters + ')"[ \t\r\n]*:|"(?<s>' + $characters + ')"|(?<n>-?(?:0|[1-9][0-9]*)(?<f>\.[0-9]+)?(?<f>[eE][+-]?[0-9]+)?)|(?<w>true|false|null)|(?<p>[\[\]{},]))')
    $stack = [System.Collections.Stack]::new()
    $container = $null
    $name = $null
    $position = 0
    # What may come: 'value', 'name', 'first' (the first entry or the end of what was just opened), 'next' (a comma or the end).
    $expect = 'value'
    while ($true) {
        $match = $token.Match($Text, $position)
        if (-not $match.Success) { throw "request: not JSON at character $position" }
        $position = $match.Index + $match.Length
        $isObject = $container -is [hashtable]
        $mark = $match.Groups['p'].Value
        $value = $null
        if ($match.Groups['k'].Success) {
            if (-not $isObject -or ($expect -ne 'name' -and $expect -ne 'first')) { throw "request: no name expected before character $position" }
            $name = ConvertFrom-HvitalsJsonString $match.Groups['k'].Value
            if ($container.ContainsKey($name)) { throw "request: name twice before character $position" }
            $expect = 'value'
            continue
        }
        if ($mark -eq ',') {
            if ($expect -ne 'next') { throw "request: no comma expected before character $position" }
            $expect = 'value'
            if ($isObject) { $expect = 'name' }
            continue
        }
        if ($mark -eq '}' -or $mark -eq ']') {
            if ($null -eq $container -or ($mark -eq '}') -ne $isObject -or ($expect -ne 'next' -and $expect -ne 'first')) { throw "request: no end expected before character $position" }
            $value = $container
            if (-not $isObject) { $value = $container.ToArray() }
            $outer = $stack.Pop()
            $container = $outer[0]
            $name = $outer[1]
        } elseif ($expect -ne 'value' -and ($isObject -or $expect -ne 'first')) {
            throw "request: no value expected before character $position"
        } elseif ($mark -ne '') {
            if ($stack.Count -ge 16) { throw 'request: nested too deeply' }
            $stack.Push(@($container, $name))
            $container = [System.Collections.ArrayList]::new()
            if ($mark -eq '{') { $container = [hashtable]::new() }
            $expect = 'first'
            continue
        } else { $value = ConvertFrom-HvitalsJsonScalar $match }
        if ($null -eq $container) { break }
        if ($container -is [hashtable]) { $container[$name] = $value } else { $null = $container.Add($value) }
        $expect = 'next'
    }
    if ($Text.Substring($position).Trim([char[]](32, 9, 10, 13)).Length -gt 0) { throw "request: more text after character $position" }
    return , $value
}

# A matched string, number or word -> its value.
function ConvertFrom-HvitalsJsonScalar {
    param($Match)
    if ($Match.Groups['s'].Success) { return ConvertFrom-HvitalsJsonString $Match.Groups['s'].Value }
    if ($Match.Groups['w'].Success) {
        if ($Match.Groups['w'].Value -eq 'null') { return $null }
        return $Match.Groups['w'].Value -eq 'true'
    }
    $digits = $Match.Groups['n'].Value
    $invariant = [cultureinfo]::InvariantCulture
    if ($Match.Groups['f'].Success -or $digits.Length -gt 18) { return [double]::Parse($digits, $invariant) }
    return [long]::Parse($digits, $invariant)
}

# The inside of a JSON string -> its text.
function ConvertFrom-HvitalsJsonString {
    param([string]$Raw)
    if ($Raw.IndexOf([char]92) -lt 0) { return $Raw }
    $builder = [System.Text.StringBuilder]::new()
    $from = 0
    foreach ($escape in [regex]::Matches($Raw, '\\(?:u([0-9a-fA-F]{4})|(.))')) {
        $null = $builder.Append($Raw, $from, $escape.Index - $from)
        $from = $escape.Index + $escape.Length
        $letter = $escape.Groups[2].Value
        if ($escape.Groups[1].Success) { $null = $builder.Append([char][Convert]::ToInt32($escape.Groups[1].Value, 16)) }
        elseif ($letter -eq 'b') { $null = $builder.Append([char]8) }
        elseif ($letter -eq 'f') { $null = $builder.Append([char]12) }
        elseif ($letter -eq 'n') { $null = $builder.Append([char]10) }
        elseif ($letter -eq 'r') { $null = $builder.Append([char]13) }
        elseif ($letter -eq 't') { $null = $builder.Append([char]9) }
        else { $null = $builder.Append($letter) }
    }
    return $builder.Append($Raw, $from, $Raw.Length - $from).ToString()
}

# UTF-16 text -> \uXXXX for each code unit, lone surrogates included. Native code does the work: this may be half a megabyte.
function ConvertTo-HvitalsUnicodeEscapes {
    param([string]$Text)
    $units = $Text.ToCharArray()
    $bytes = [byte[]]::new($units.Length * 2)
    [System.Buffer]::BlockCopy($units, 0, $bytes, 0, $bytes.Length)
    return [regex]::Replace([BitConverter]::ToString($bytes), '(..)-(..)-?', '\u$2$1')
}

# Text -> JSON string in ASCII, with its quotes.
function ConvertTo-HvitalsJsonString {
    param([string]$Text)
    $escaped = $Text.Replace('\', '\\').Replace('"', '\"')
    $runs = $hvitals.Unprintable.Matches($escaped)
    if ($runs.Count -eq 0) { return '"' + $escaped + '"' }
    # Many runs: escaping the whole text at once is longer but takes a fixed number of steps, whatever a guest writes.
    if ($runs.Count -gt 64) { return '"' + (ConvertTo-HvitalsUnicodeEscapes $Text) + '"' }
    $builder = [System.Text.StringBuilder]::new('"')
    $from = 0
    foreach ($run in $runs) {
        $null = $builder.Append($escaped, $from, $run.Index - $from).Append((ConvertTo-HvitalsUnicodeEscapes $run.Value))
        $from = $run.Index + $run.Length
    }
    return $builder.Append($escaped, $from, $escaped.Length - $from).Append('"').ToString()
}

# Appends a dictionary or an array as ASCII JSON: dictionaries, arrays, text, numbers, booleans, null; a StringBuilder is JSON already.
# Scalars are written in place and names are kept escaped, because a function call per value would be most of the cost.
function Add-HvitalsJson {
    param([System.Text.StringBuilder]$Builder, $Value)
    $invariant = $hvitals.Invariant
    $knownNames = $hvitals.Names
    $special = $hvitals.Special
    $integers = $hvitals.IntegerTypes
    $isObject = $Value -is [System.Collections.IDictionary]
    $end = ']'
    $separator = '['
    $entries = $Value
    if ($isObject) {
        $end = '}'
        $separator = '{'
        $entries = $Value.Keys
    }
    $isEmpty = $true
    foreach ($item in $entries) {
        $null = $Builder.Append($separator)
        if ($isEmpty) {
            $isEmpty = $false
            $separator = ','
        }
        if ($isObject) {
            $name = $knownNames[$item]
            if ($null -eq $name) {
                $name = (ConvertTo-HvitalsJsonString $item) + ':'
                $knownNames[$item] = $name
            }
            $null = $Builder.Append($name)
            $item = $Value[$item]
        }
        if ($null -eq $item) { $null = $Builder.Append('null') }
        elseif ($item -is [string]) {
            if ($special.IsMatch($item)) { $null = $Builder.Append((ConvertTo-HvitalsJsonString $item)) }
            else { $null = $Builder.Append('"').Append($item).Append('"') }
        }
        elseif ($integers.ContainsKey($item.GetType())) { $null = $Builder.Append($item.ToString($invariant)) }
        elseif ($item -is [array] -or $item -is [System.Collections.IDictionary]) { Add-HvitalsJson $Builder $item }
        elseif ($item -is [bool]) { if ($item) { $null = $Builder.Append('true') } else { $null = $Builder.Append('false') } }
        elseif ($item -is [System.Text.StringBuilder]) { $null = $Builder.Append($item.ToString()) }
        elseif ($item -is [double] -or $item -is [single]) {
            if ([double]::IsNaN($item) -or [double]::IsInfinity($item)) { $null = $Builder.Append('null') }
            else { $null = $Builder.Append(([double]$item).ToString('R', $invariant)) }
        }
        else { throw "cannot write a value of type $($item.GetType().FullName) as JSON" }
    }
    if ($isEmpty) { $null = $Builder.Append($separator) }
    $null = $Builder.Append($end)
}

# Dictionary or array -> ASCII JSON text.
function ConvertTo-HvitalsJson {
    param($Value)
    $builder = [System.Text.StringBuilder]::new()
    Add-HvitalsJson $builder $Value
    return $builder.ToString()
}

# A list of texts -> one StringBuilder with its JSON array, in a fixed number of native steps for plain text.
function ConvertTo-HvitalsJsonTexts {
    param([string[]]$Texts)
    $zero = [string][char]0
    $joined = [string]::Join($zero, $Texts)
    $separators = $joined.Length - $joined.Replace($zero, '').Length
    if ($separators -ne $Texts.Length - 1 -or $hvitals.UnprintableOrZero.IsMatch($joined)) {
        $builder = [System.Text.StringBuilder]::new()
        Add-HvitalsJson $builder $Texts
        return $builder
    }
    return [System.Text.StringBuilder]::new('["' + $joined.Replace('\', '\\').Replace('"', '\"').Replace($zero, '","') + '"]')
}

# ASCII text -> base64 of its gzip.
function ConvertTo-HvitalsGzip {
    param([string]$Text)
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($Text)
    $memory = [System.IO.MemoryStream]::new()
    $gzip = [System.IO.Compression.GZipStream]::new($memory, [System.IO.Compression.CompressionLevel]::Fastest)
    $gzip.Write($bytes, 0, $bytes.Length)
    $gzip.Dispose()
    return [Convert]::ToBase64String($memory.ToArray())
}

# 16 hex digits of the SHA-256 of the UTF-8 text. This provider also works where Windows allows validated algorithms only.
function Get-HvitalsHash {
    param([string]$Text)
    $digest = $hvitals.Sha256.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
    return [BitConverter]::ToString($digest, 0, 8).Replace('-', '').ToLowerInvariant()
}
