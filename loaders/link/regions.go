package link

import "strings"

// States, provinces and counties that news names after a comma, by the code of their state.
// Many share their name with towns elsewhere, which is why the table of cities leaves them open.
var regionNames = map[string]string{
	"USA": "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming",
	"CAN": "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Nova Scotia|Ontario|Prince Edward Island|Quebec|Saskatchewan|Nunavut|Yukon",
	"AUS": "New South Wales|Queensland|South Australia|Tasmania|Victoria|Western Australia|Northern Territory",
	"GBR": "England|Scotland|Wales|Northern Ireland|Bedfordshire|Berkshire|Buckinghamshire|Cambridgeshire|Cheshire|Cornwall|Cumbria|Derbyshire|Devon|Dorset|East Sussex|Essex|Gloucestershire|Hampshire|Herefordshire|Hertfordshire|Kent|Lancashire|Leicestershire|Lincolnshire|Merseyside|Norfolk|North Yorkshire|Northamptonshire|Northumberland|Nottinghamshire|Oxfordshire|Shropshire|Somerset|South Yorkshire|Staffordshire|Suffolk|Surrey|Warwickshire|West Midlands|West Sussex|West Yorkshire|Wiltshire|Worcestershire|Yorkshire|Gwynedd|Aberdeenshire|Antrim",
	"IND": "Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|Nagaland|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal",
}

var regions = func() map[string]string {
	m := map[string]string{}
	for iso, names := range regionNames {
		for _, n := range strings.Split(names, "|") {
			m[n] = iso
		}
	}
	return m
}()

// Region is the state of which a name names a state, province or county, empty if unknown.
func Region(name string) string { return regions[name] }

// Adjectives of the nations of the United Kingdom, which are places and no states.
var homeNations = map[string]string{"English": "England", "Scottish": "Scotland", "Welsh": "Wales"}
