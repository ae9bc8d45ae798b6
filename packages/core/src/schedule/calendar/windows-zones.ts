/** What mail programs of Windows call the time zones met most, by IANA name (CLDR, `windowsZones`). */
const table = `
UTC=UTC
GMT Standard Time=Europe/London
Greenwich Standard Time=Atlantic/Reykjavik
W. Europe Standard Time=Europe/Berlin
Central Europe Standard Time=Europe/Budapest
Romance Standard Time=Europe/Paris
Central European Standard Time=Europe/Warsaw
GTB Standard Time=Europe/Bucharest
FLE Standard Time=Europe/Kyiv
E. Europe Standard Time=Europe/Chisinau
Turkey Standard Time=Europe/Istanbul
Russian Standard Time=Europe/Moscow
Morocco Standard Time=Africa/Casablanca
Egypt Standard Time=Africa/Cairo
South Africa Standard Time=Africa/Johannesburg
W. Central Africa Standard Time=Africa/Lagos
E. Africa Standard Time=Africa/Nairobi
Israel Standard Time=Asia/Jerusalem
Arabic Standard Time=Asia/Baghdad
Arab Standard Time=Asia/Riyadh
Arabian Standard Time=Asia/Dubai
Iran Standard Time=Asia/Tehran
Pakistan Standard Time=Asia/Karachi
India Standard Time=Asia/Kolkata
Nepal Standard Time=Asia/Kathmandu
Bangladesh Standard Time=Asia/Dhaka
SE Asia Standard Time=Asia/Bangkok
China Standard Time=Asia/Shanghai
Singapore Standard Time=Asia/Singapore
Taipei Standard Time=Asia/Taipei
W. Australia Standard Time=Australia/Perth
Tokyo Standard Time=Asia/Tokyo
Korea Standard Time=Asia/Seoul
Cen. Australia Standard Time=Australia/Adelaide
AUS Central Standard Time=Australia/Darwin
E. Australia Standard Time=Australia/Brisbane
AUS Eastern Standard Time=Australia/Sydney
Tasmania Standard Time=Australia/Hobart
New Zealand Standard Time=Pacific/Auckland
Samoa Standard Time=Pacific/Apia
Hawaiian Standard Time=Pacific/Honolulu
Alaskan Standard Time=America/Anchorage
Pacific Standard Time=America/Los_Angeles
US Mountain Standard Time=America/Phoenix
Mountain Standard Time=America/Denver
Central Standard Time=America/Chicago
Central Standard Time (Mexico)=America/Mexico_City
Canada Central Standard Time=America/Regina
Eastern Standard Time=America/New_York
US Eastern Standard Time=America/Indiana/Indianapolis
Atlantic Standard Time=America/Halifax
Newfoundland Standard Time=America/St_Johns
SA Pacific Standard Time=America/Bogota
SA Western Standard Time=America/La_Paz
Pacific SA Standard Time=America/Santiago
E. South America Standard Time=America/Sao_Paulo
Argentina Standard Time=America/Argentina/Buenos_Aires
Azores Standard Time=Atlantic/Azores
`

export const windowsZones: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => line.split('=') as [string, string]),
)
